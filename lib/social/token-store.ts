import { type Db, db } from '@/lib/db'
import type { KeptTokens } from './kept-tokens'
import type { Provider } from './provider'

const nothing = { access_token: null, refresh_token: null, expires_at: null, scope: null } as const

/** The tokens of one identity, and how it is called. */
export type StoredTokens = KeptTokens & { number: number }

/** The tokens that a person's identity at a provider came with last; null when none of this issuer are kept. */
export async function findStoredTokens(
  userId: string,
  { id, subjectIssuer }: Pick<Provider, 'id' | 'subjectIssuer'>,
): Promise<StoredTokens | null> {
  const account = await db.account.findFirst({
    where: { userId, provider: id, issuer: subjectIssuer, access_token: { not: null } },
    orderBy: { lastUsedAt: { sort: 'desc', nulls: 'last' } },
    select: { number: true, access_token: true, refresh_token: true, expires_at: true, scope: true },
  })
  return account?.access_token ? { ...account, access_token: account.access_token } : null
}

/** Says who renews a token; false when somebody else does, or has. */
export async function claimRefresh(
  { number, refresh_token }: StoredTokens,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const isFree = [{ refreshClaimedUntil: null }, { refreshClaimedUntil: { lt: now } }]
  const where = { number, refresh_token, OR: isFree }
  return (await db.account.updateMany({ where, data: { refreshClaimedUntil: until } })).count === 1
}

/** Ends a claim: with new tokens, with none where the provider takes the old ones no more, or with those that were. */
export async function settleRefresh(
  { number, refresh_token }: StoredTokens,
  tokens: KeptTokens | 'forgotten' | 'unchanged',
): Promise<void> {
  const changes = { unchanged: {}, forgotten: nothing } as const
  const data = typeof tokens === 'string' ? changes[tokens] : tokens
  // A sign-in meanwhile has brought newer ones.
  await db.account.updateMany({ where: { number, refresh_token }, data: { ...data, refreshClaimedUntil: null } })
}

export async function forgetTokensOf(tx: Db, provider: string): Promise<void> {
  await tx.account.updateMany({ where: { provider, access_token: { not: null } }, data: nothing })
}

/** @returns how many identities had tokens of other providers than these */
export async function forgetTokensExcept(providers: string[]): Promise<number> {
  const where = { provider: { notIn: providers }, access_token: { not: null } }
  return (await db.account.updateMany({ where, data: nothing })).count
}
