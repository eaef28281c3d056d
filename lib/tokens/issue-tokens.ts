import { type Db, inTransaction } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import { startTokenSession } from '@/lib/sessions/start-session'
import { claimsFor } from './claims-hook'
import { mintAccessToken, mintRefreshToken, newJti, refreshExpiry, type TokenPair } from './mint-tokens'
import { createFirstToken } from './store'

type Recipient = { id: string; number: number }

/** What opens a session by tokens; the parts are told of at issueTokens. */
export type Issue = {
  user: Recipient
  method: string
  client: Client
  hold?: (tx: Db) => Promise<void>
  authenticatedAt?: Date
}

/**
 * Opens a session for a person whose identity was proved, and makes its first pair of tokens.
 * @param method how it was proved: `password`, or a provider's id
 * @param hold makes sure in the same transaction that the proof still holds
 * @param authenticatedAt when it was proved; now unless it is said
 */
export async function issueTokens(
  { user, method, client, hold, authenticatedAt }: Issue,
  now: Date = new Date(),
): Promise<TokenPair> {
  const token = { jti: newJti(now), userId: user.id, issuedAt: now, expiresAt: refreshExpiry(now) }
  const custom = await claimsFor(user)
  const session = await inTransaction(async (tx) => {
    await hold?.(tx)
    const started = await startTokenSession(
      { userId: user.id, method, client, ...(authenticatedAt && { authenticatedAt }) },
      now,
      tx,
    )
    await createFirstToken(tx, { ...token, tokenType: 'refresh', sessionId: started.id })
    return started
  })
  const subject = { userId: user.id, userNumber: user.number, sessionId: session.id }
  const refresh = await mintRefreshToken(subject, token, custom)
  const access = await mintAccessToken({ ...subject, sessionExpiresAt: session.expiresAt }, now, custom)
  return { refresh, access }
}
