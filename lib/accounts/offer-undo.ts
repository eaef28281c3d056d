import { z } from 'zod'
import type { Db } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { secondsAfter } from '@/lib/sessions/session'
import { createOneTimeToken } from './one-time-token-store'

/** A week: long enough for somebody who reads their mail seldom. */
const UNDO_SECONDS = 7 * 86_400

/** What was changed, with what it takes to put it back; never a password, which the thief may know. */
export const changeSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('password') }),
  z.object({ act: z.literal('new_device') }),
  // `isProved`: the previous one was; offers that do not say so are older than the question.
  z.object({ act: z.literal('main_address'), previous: z.string(), isProved: z.boolean().default(true) }),
  z.object({ act: z.literal('address_added'), email: z.string() }),
  z.object({ act: z.literal('address_removed'), email: z.string() }),
  z.object({ act: z.literal('identity_linked'), provider: z.string(), subject: z.string() }),
  z.object({
    ...{ act: z.literal('identity_unlinked'), provider: z.string(), subject: z.string() },
    issuer: z.string().nullable(),
  }),
  z.object({ act: z.literal('personal_token'), tokenId: z.string() }),
])

export type Change = z.output<typeof changeSchema>

/**
 * Makes the link by which whoever reads the mail undoes this change, in the transaction that makes the change.
 * @returns its address, for the mail
 */
export async function offerUndo(tx: Db, userId: string, change: Change, now: Date = new Date()): Promise<string> {
  const secret = randomSecret()
  const expiresAt = secondsAfter(now, UNDO_SECONDS)
  await createOneTimeToken(tx, { purpose: 'undo', userId, secret, data: change, expiresAt })
  return `${env.AUTH_URL}/undo?token=${secret}`
}
