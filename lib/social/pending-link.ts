import { z } from 'zod'
import {
  consumeOneTimeToken,
  createOneTimeToken,
  discardOneTimeTokens,
  findOneTimeToken,
} from '@/lib/accounts/one-time-token-store'
import type { Db } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { secondsAfter } from '@/lib/sessions/session'

export const PENDING_LINK_SECONDS = 600

const purpose = 'link_identity'
const pendingSchema = z.object({ provider: z.string(), subject: z.string(), email: z.string(), isKept: z.boolean() })

/** An identity that waits until the person has proved the account it is to be linked to. */
export type PendingLink = z.output<typeof pendingSchema> & { userId: string }

/**
 * Lets an identity wait; an older one for the same account waits no longer.
 * @returns the secret that the browser keeps
 */
export async function createPendingLink(tx: Db, { userId, ...data }: PendingLink, now: Date): Promise<string> {
  const secret = randomSecret()
  await discardOneTimeTokens(tx, { purpose, userId, now })
  await createOneTimeToken(tx, { purpose, userId, secret, data, expiresAt: secondsAfter(now, PENDING_LINK_SECONDS) })
  return secret
}

export async function findOpenLink(secret: string, now: Date): Promise<PendingLink | null> {
  const token = await findOneTimeToken(purpose, secret)
  if (!token?.userId || token.usedAt !== null || token.expiresAt <= now) return null
  return { ...pendingSchema.parse(token.data), userId: token.userId }
}

/** Uses a pending link up; null when it was used, has expired or never was. */
export async function takePendingLink(tx: Db, secret: string, now: Date): Promise<PendingLink | null> {
  const token = await consumeOneTimeToken(tx, { purpose, secret, now })
  return token?.userId ? { ...pendingSchema.parse(token.data), userId: token.userId } : null
}
