import { findPersonIdByEmail } from '@/lib/accounts/find-person'
import { type Locale, localeSchema } from '@/lib/accounts/schemas'
import { type Db, db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { ProviderIdentity } from './provider'

type IdentityKey = Pick<ProviderIdentity, 'provider' | 'subject'>
type Seen = IdentityKey & Pick<ProviderIdentity, 'issuer' | 'email' | 'tokens'>

/**
 * Finds whom an identity belongs to, and notes that it was used.
 * The person's row is locked before the identity's, as every sign-in does, and in one statement with it: two would see
 * two moments, and an identity that was linked in between would be locked first. The other order deadlocks.
 *
 * @throws AppError provider_failed: reason `issuer_changed`, where another issuer gave out this subject before
 */
export async function touchIdentity(
  tx: Db,
  { provider, subject, issuer, email, tokens }: Seen,
  now: Date,
): Promise<{ userId: string; isActive: boolean } | null> {
  const [account] = await tx.$queryRaw<{ userId: string; isActive: boolean }[]>`
    WITH person AS (
      SELECT id, is_active FROM users
      WHERE id = (SELECT user_id FROM accounts WHERE provider = ${provider} AND provider_account_id = ${subject})
      FOR NO KEY UPDATE)
    UPDATE accounts SET last_used_at = ${now}, issuer = ${issuer}, email = coalesce(${email}, email),
      access_token = coalesce(${tokens?.access_token}, access_token),
      refresh_token = coalesce(${tokens?.refresh_token}, refresh_token),
      expires_at = CASE WHEN ${tokens?.access_token}::text IS NULL THEN expires_at ELSE ${tokens?.expires_at}::int END,
      scope = coalesce(${tokens?.scope}, scope)
    FROM person
    WHERE user_id = person.id AND provider = ${provider} AND provider_account_id = ${subject}
      AND coalesce(issuer, ${issuer}) = ${issuer}
    RETURNING user_id::text AS "userId", person.is_active AS "isActive"`
  if (account) return account
  const other = await findIdentityOwner({ provider, subject }, tx)
  // Nobody, or linked a moment ago.
  if (other === null || other.issuer === issuer) return null
  throw new AppError('provider_failed', { reason: 'issuer_changed' })
}

type IdentityOwner = { userId: string; issuer: string | null; isActive: boolean }

export async function findIdentityOwner(
  { provider, subject }: IdentityKey,
  on: Db = db,
): Promise<IdentityOwner | null> {
  const account = await on.account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId: subject } },
    select: { userId: true, issuer: true, user: { select: { isActive: true } } },
  })
  return account && { userId: account.userId, issuer: account.issuer, isActive: account.user.isActive }
}

export async function createIdentity(
  tx: Db,
  { userId, provider, subject, issuer, email, tokens }: Seen & { userId: string },
  now: Date,
): Promise<void> {
  await tx.account.create({
    data: { userId, provider, providerAccountId: subject, issuer, type: 'oidc', email, lastUsedAt: now, ...tokens },
    select: { userId: true },
  })
}

export type LocalAccount = {
  id: string
  email: string
  isActive: boolean
  isVerified: boolean
  hasIdentityAtProvider: boolean
  locale: 'ko' | 'en' | null
}

/**
 * Finds the account that holds an address and locks it until the commit. Where somebody signed up with it just as another
 * person proved it, it is that person's.
 */
export async function lockLocalAccount(tx: Db, email: string, provider: string): Promise<LocalAccount | null> {
  const id = await findPersonIdByEmail(email, tx)
  if (id === null) return null
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`
  // Given up while this waited for the lock; it may be somebody else's by now.
  if ((await findPersonIdByEmail(email, tx)) !== id) return lockLocalAccount(tx, email, provider)
  const user = await tx.user.findUniqueOrThrow({
    where: { id },
    select: {
      email: true,
      isActive: true,
      emailVerifiedAt: true,
      profile: { select: { locale: true } },
      accounts: { where: { provider }, select: { provider: true }, take: 1 },
    },
  })
  return {
    id,
    email: user.email,
    isActive: user.isActive,
    isVerified: user.emailVerifiedAt !== null,
    hasIdentityAtProvider: user.accounts.length > 0,
    locale: localeOf(user.profile),
  }
}

/** Creates a person whose address the provider vouches for; fails when the address or the identity exists. */
export async function createPerson(
  tx: Db,
  { locale, ...identity }: ProviderIdentity & { email: string; locale: Locale },
  now: Date,
): Promise<string> {
  const { email, name } = identity
  const { id } = await tx.user.create({
    data: { email, emailVerifiedAt: now, profile: { create: { name, locale } } },
    select: { id: true },
  })
  await tx.emailAddress.create({ data: { userId: id, email, verifiedAt: now }, select: { id: true } })
  await createIdentity(tx, { ...identity, userId: id }, now)
  return id
}

/**
 * Hands an evicted account to the owner of one of its addresses: that one is the main one, confirmed, and nothing is left
 * of the other's profile. Where the account was found by a further address, its main one belongs to nobody from now on.
 */
export async function giveToOwner(
  tx: Db,
  { userId, email, name, locale }: { userId: string; email: string; name: string; locale: Locale },
  now: Date,
): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { email, emailVerifiedAt: now }, select: { id: true } })
  await tx.emailAddress.create({ data: { userId, email, verifiedAt: now }, select: { id: true } })
  // A new row, so that a column added to the profile later does not stay behind.
  await tx.profile.deleteMany({ where: { userId } })
  await tx.profile.create({ data: { userId, name, locale }, select: { userId: true } })
}

type AccountToLink = {
  id: string
  email: string
  isVerified: boolean
  hasPassword: boolean
  locale: 'ko' | 'en' | null
}

export async function findAccountToLink(userId: string, on: Db = db): Promise<AccountToLink | null> {
  const user = await on.user.findUnique({
    where: { id: userId, isActive: true },
    select: { email: true, emailVerifiedAt: true, passwordHash: true, profile: { select: { locale: true } } },
  })
  if (!user) return null
  const { email, emailVerifiedAt, passwordHash, profile } = user
  const isVerified = emailVerifiedAt !== null
  return { id: userId, email, isVerified, hasPassword: passwordHash !== null, locale: localeOf(profile) }
}

/** The same, locked until the commit: an undoing or a sign-out at this moment comes before it or after it. */
export async function lockAccountToLink(tx: Db, userId: string): Promise<AccountToLink | null> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  return findAccountToLink(userId, tx)
}

function localeOf(profile: { locale: string | null } | null): 'ko' | 'en' | null {
  return localeSchema
    .nullable()
    .catch(null)
    .parse(profile?.locale ?? null)
}

export async function hasIdentityAt(userId: string, provider: string): Promise<boolean> {
  return (await db.account.findFirst({ where: { userId, provider }, select: { number: true } })) !== null
}

export function findIdentitiesOf(userId: string) {
  return db.account.findMany({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    select: { provider: true, email: true, lastUsedAt: true },
  })
}

const numberedFields = {
  number: true,
  provider: true,
  providerAccountId: true,
  issuer: true,
  email: true,
  lastUsedAt: true,
  createdAt: true,
} as const

/** An identity as forms and API clients know one: by number. */
export type NumberedIdentity = {
  number: number
  provider: string
  providerAccountId: string
  issuer: string | null
  /** The address the provider last reported; only shown. */
  email: string | null
  lastUsedAt: Date | null
  createdAt: Date
}

export function findNumberedIdentities(userId: string, on: Db = db): Promise<NumberedIdentity[]> {
  return on.account.findMany({ where: { userId }, orderBy: { number: 'asc' }, select: numberedFields })
}

/** Locks the person until the commit, so that of two removals at once the second sees what the first left. */
export async function lockWaysIn(
  tx: Db,
  userId: string,
): Promise<{ hasPassword: boolean; identities: NumberedIdentity[] }> {
  const [user] = await tx.$queryRaw<{ hasPassword: boolean }[]>`
    SELECT password_hash IS NOT NULL AS "hasPassword" FROM users WHERE id = ${userId}::uuid FOR UPDATE`
  return { hasPassword: user?.hasPassword ?? false, identities: await findNumberedIdentities(userId, tx) }
}

export async function deleteIdentity(tx: Db, number: number): Promise<void> {
  await tx.account.delete({ where: { number }, select: { number: true } })
}
