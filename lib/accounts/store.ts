import { v7 as uuidv7 } from 'uuid'
import { type Db, db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Role } from '@/prisma/generated/enums'
import { claimAddress } from './address-store'
import type { ProfileInput } from './schemas'

const credentialFields = {
  id: true,
  number: true,
  email: true,
  emailVerifiedAt: true,
  passwordHash: true,
  isActive: true,
  role: true,
  profile: { select: { name: true, locale: true } },
} as const

/** What deciding about a sign-in needs of a person. */
export type CredentialUser = {
  id: string
  number: number
  email: string
  emailVerifiedAt: Date | null
  passwordHash: string | null
  isActive: boolean
  role: Role
  profile: { name: string; locale: string | null } | null
}

type CredentialRow = Omit<CredentialUser, 'profile'> & { name: string | null; locale: string | null }

/**
 * The person with an address: whoever proved it, else the sign-up that waits for its confirmation. One query for every
 * address, so that unknown ones cost what known ones cost.
 */
export async function findUserByEmail(email: string, on: Db = db): Promise<CredentialUser | null> {
  const [row] = await on.$queryRaw<CredentialRow[]>`
    SELECT u.id::text, u.number, u.email, u.email_verified_at AS "emailVerifiedAt", u.password_hash AS "passwordHash",
           u.is_active AS "isActive", u.role::text, p.name, p.locale
      FROM users u
      LEFT JOIN profiles p ON p.user_id = u.id
     WHERE u.id = coalesce((SELECT user_id FROM email_addresses WHERE email = ${email}),
                           (SELECT id FROM users WHERE email = ${email}))`
  if (!row) return null
  const { name, locale, ...user } = row
  return { ...user, profile: name === null ? null : { name, locale } }
}

/**
 * The active person with an address, locked until the commit; null also when they lost the address while this waited.
 * So what makes void what was mailed to them comes before or after, and never meanwhile.
 */
export async function lockActiveByEmail(email: string, on: Db): Promise<CredentialUser | null> {
  const found = await findUserByEmail(email, on)
  if (!found || !(await lockActive(on, found.id))) return null
  const user = await findUserByEmail(email, on)
  return user?.id === found.id ? user : null
}

export function findUserById(id: string, on: Db = db): Promise<CredentialUser | null> {
  return on.user.findUnique({ where: { id }, select: credentialFields })
}

export type NewUser = {
  email: string
  passwordHash: string | null
  emailVerifiedAt: Date | null
  name: string
  locale: string | null
  role?: Role
}

/**
 * Makes a person with a profile, in one statement whether or not the address is free; null when it is taken, also by a
 * request at the same moment.
 */
export async function insertUser(user: NewUser, on: Db = db): Promise<string | null> {
  const { email, emailVerifiedAt, passwordHash, role = 'user', name, locale } = user
  const [made] = await on.$queryRaw<{ id: string }[]>`
    WITH made AS (INSERT INTO users (id, email, email_verified_at, password_hash, role)
                  SELECT ${uuidv7()}::uuid, ${email}, ${emailVerifiedAt}::timestamptz, ${passwordHash}, ${role}::role
                   WHERE NOT EXISTS (SELECT 1 FROM email_addresses WHERE email = ${email})
                  ON CONFLICT DO NOTHING RETURNING id),
         named AS (INSERT INTO profiles (user_id, name, locale) SELECT id, ${name}, ${locale} FROM made)
    SELECT id::text FROM made`
  if (made && emailVerifiedAt) await claimAddress(on, { userId: made.id, email, now: emailVerifiedAt })
  return made?.id ?? null
}

/** The latest sign-up for an address nobody has confirmed yet decides its password and name. */
export async function replaceUnverified(
  on: Db,
  { userId, passwordHash, name, locale }: { userId: string; passwordHash: string; name: string; locale: string | null },
): Promise<void> {
  await on.$executeRaw`
    WITH waiting AS (UPDATE users SET password_hash = ${passwordHash}, updated_at = now()
                      WHERE id = ${userId}::uuid AND email_verified_at IS NULL AND password_hash IS DISTINCT FROM ${passwordHash}
                     RETURNING id)
    UPDATE profiles SET name = ${name}, locale = ${locale}, updated_at = now()
      FROM waiting WHERE user_id = waiting.id`
}

export async function markSignedIn(on: Db, { userId, now }: { userId: string; now: Date }): Promise<void> {
  await on.user.update({ where: { id: userId }, data: { lastLoginAt: now }, select: { id: true } })
}

export async function setPasswordHash(
  on: Db,
  { userId, passwordHash }: { userId: string; passwordHash: string | null },
): Promise<void> {
  await on.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } })
}

/** Locks the person until the commit, if they may sign in; disabling them waits that long. */
export async function lockActive(on: Db, userId: string): Promise<boolean> {
  const rows = await on.$queryRaw<unknown[]>`
    SELECT 1 FROM users WHERE id = ${userId}::uuid AND is_active FOR NO KEY UPDATE`
  return rows.length === 1
}

/** Locks the person until the commit, if this is still their password's hash; a change of it waits that long. */
export async function lockCredentials(
  on: Db,
  { id, passwordHash }: { id: string; passwordHash: string | null },
): Promise<boolean> {
  const rows = await on.$queryRaw<unknown[]>`
    SELECT 1 FROM users WHERE id = ${id}::uuid AND password_hash IS NOT DISTINCT FROM ${passwordHash} AND is_active FOR NO KEY UPDATE`
  return rows.length === 1
}

/** What staff decide stands: a deletion that the person could take back is off, either way. */
export async function setActive(on: Db, { userId, isActive }: { userId: string; isActive: boolean }): Promise<void> {
  await on.user.update({ where: { id: userId }, data: { isActive, deletionAt: null }, select: { id: true } })
}

/** Everything of a person goes with the row. */
export async function deleteUserRow(on: Db, userId: string): Promise<void> {
  await on.user.delete({ where: { id: userId }, select: { id: true } })
}

/** Stores a stronger hash of the same password; false when another hash is stored by now. */
export async function replaceHash(input: { userId: string; oldHash: string; newHash: string }): Promise<boolean> {
  const { userId, oldHash, newHash } = input
  const where = { id: userId, passwordHash: oldHash }
  const { count } = await db.user.updateMany({ where, data: { passwordHash: newHash } })
  return count === 1
}

/**
 * Confirms the main address with the password of the sign-up that was confirmed; false when it was confirmed before.
 * @throws AppError token_invalid: somebody else proved the address meanwhile
 */
export async function verifyUser(
  on: Db,
  { userId, passwordHash, name, now }: { userId: string; passwordHash: string | null; name?: string; now: Date },
): Promise<boolean> {
  const [confirmed] = await on.user.updateManyAndReturn({
    where: { id: userId, emailVerifiedAt: null },
    data: { emailVerifiedAt: now, ...(passwordHash && { passwordHash }) },
    select: { email: true },
  })
  if (!confirmed) return false
  if (!(await claimAddress(on, { userId, email: confirmed.email, now }))) throw new AppError('token_invalid')
  if (name !== undefined) await on.profile.update({ where: { userId }, data: { name }, select: { userId: true } })
  return true
}

/** Takes everything away by which somebody else could come back into an unverified account. */
export async function wipeCredentials(on: Db, userId: string): Promise<void> {
  await on.user.updateMany({ where: { id: userId, emailVerifiedAt: null }, data: { passwordHash: null } })
  await on.account.deleteMany({ where: { userId } })
  await on.personalToken.deleteMany({ where: { userId } })
  await on.knownDevice.deleteMany({ where: { userId } })
  await on.oneTimeToken.deleteMany({ where: { userId } })
  await on.emailAddress.deleteMany({ where: { userId } })
}

type Picture = { picture: Uint8Array<ArrayBuffer>; pictureAt: Date } | { picture: null; pictureAt: null }

export async function saveProfile(on: Db, userId: string, profile: ProfileInput | Picture): Promise<void> {
  await on.profile.upsert({
    where: { userId },
    create: { userId, ...profile },
    update: profile,
    select: { userId: true },
  })
}

export async function saveLocale(userId: string, locale: string): Promise<void> {
  await db.profile.updateMany({ where: { userId }, data: { locale } })
}

export async function findPictureBytes(userId: string): Promise<{ bytes: Uint8Array; at: Date } | null> {
  const row = await db.profile.findUnique({ where: { userId }, select: { picture: true, pictureAt: true } })
  return row?.picture && row.pictureAt ? { bytes: row.picture, at: row.pictureAt } : null
}

export function countActiveOwners(): Promise<number> {
  return db.user.count({ where: { role: 'owner', isActive: true } })
}

export async function countUsers(): Promise<{ people: number; unconfirmed: number }> {
  const people = await db.user.count()
  const unconfirmed = await db.user.count({ where: { emailVerifiedAt: null } })
  return { people, unconfirmed }
}
