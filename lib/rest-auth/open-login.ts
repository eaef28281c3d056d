import { inTransaction } from '@/lib/db'
import { env } from '@/lib/env'
import { startKeySession } from '@/lib/sessions/start-session'
import { type Issue, issueTokens } from '@/lib/tokens/issue-tokens'
import type { TokenPair } from '@/lib/tokens/mint-tokens'

type Person = { id: string; number: number; email: string }
type Opening = Issue & { user: Person }

/** What a login gives: a pair of tokens, or an opaque key where USE_JWT is off. */
export type Login = { user: Person } & ({ tokens: TokenPair } | { key: string })

/** Opens the session of a person whose identity was proved, in the form this installation hands out. */
export async function openLogin(opening: Opening, now: Date = new Date()): Promise<Login> {
  const { user, method, client, hold, authenticatedAt } = opening
  if (env.USE_JWT === 'on') return { user, tokens: await issueTokens(opening, now) }
  const { key } = await inTransaction(async (tx) => {
    await hold?.(tx)
    return startKeySession({ userId: user.id, method, client, ...(authenticatedAt && { authenticatedAt }) }, now, tx)
  })
  return { user, key }
}
