import { validate as isUuid } from 'uuid'
import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { revokeTokens } from './personal-token-store'

type Revocation = {
  userId: string
  tokenId?: string
  reason: 'revoked_by_person' | 'signed_out_everywhere' | 'user_deleted'
}

/**
 * Revokes one token of this person; its next request is refused.
 * @throws AppError not_found: no token of this person that still stands has this id
 */
export async function revokePersonalToken(
  { userId, tokenId }: { userId: string; tokenId: string },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  const revoked = isUuid(tokenId) ? await revoke({ userId, tokenId, reason: 'revoked_by_person' }, client, now) : []
  if (revoked.length === 0) throw new AppError('not_found')
}

export async function revokeAllPersonalTokens(userId: string, client: Client, now: Date = new Date()): Promise<void> {
  await revoke({ userId, reason: 'signed_out_everywhere' }, client, now)
}

function revoke(revocation: Revocation, client: Client, now: Date): Promise<string[]> {
  return inTransaction((tx) => revokePersonalTokensIn(tx, revocation, client, now))
}

/** Revokes personal tokens inside another transaction. */
export async function revokePersonalTokensIn(
  tx: Db,
  { reason, ...which }: Revocation,
  client: Client,
  now: Date,
): Promise<string[]> {
  const personalTokens = await revokeTokens(tx, { ...which, now })
  const event = { event: 'personal_token.revoke', outcome: 'success', reason, userId: which.userId } as const
  if (personalTokens.length > 0) await recordAudit(tx, { ...event, client, data: { personalTokens } })
  return personalTokens
}
