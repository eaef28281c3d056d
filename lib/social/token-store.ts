import { db, pool } from '@/lib/db'
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

// Hops from one name to the next, however many identities there are of each; the order leaves no choice of the index.
export const HOLDING_SQL = `
  WITH RECURSIVE holding AS (
    (SELECT provider FROM accounts WHERE access_token IS NOT NULL ORDER BY provider, created_at LIMIT 1)
    UNION ALL
    SELECT (SELECT provider FROM accounts WHERE access_token IS NOT NULL AND provider > holding.provider
             ORDER BY provider, created_at LIMIT 1)
      FROM holding WHERE holding.provider IS NOT NULL)
  SELECT provider FROM holding WHERE provider IS NOT NULL`

/** The providers of which tokens are kept. */
export async function findProvidersOfTokens(): Promise<string[]> {
  const { rows } = await pool.query<{ provider: string }>(HOLDING_SQL)
  return rows.map(({ provider }) => provider)
}

// As all flushes do: by primary key, in the order of the index, and past what another has taken.
export const FORGET_SQL = `
  UPDATE accounts SET access_token = NULL, refresh_token = NULL, expires_at = NULL, scope = NULL
   WHERE number = ANY(ARRAY(
     SELECT number FROM accounts WHERE provider = $1 AND access_token IS NOT NULL ORDER BY created_at LIMIT $2
        FOR UPDATE SKIP LOCKED))`

/** @returns of how many identities; there may be more while it is as many as the limit */
export async function forgetTokensOf(provider: string, limit: number): Promise<number> {
  const { rowCount } = await pool.query({ name: 'forget-tokens', text: FORGET_SQL, values: [provider, limit] })
  return rowCount ?? 0
}
