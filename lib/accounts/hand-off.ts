import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import { hashGuessable } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { makeShortCode } from '@/lib/short-code'
import { createHashedToken, takeHashedToken } from './one-time-token-store'

const purpose = 'hand_off'
const HAND_OFF_SECONDS = 600

const handOffSchema = z.object({
  /** Where to sign in; null: wherever the path asks for it. */
  provider: z.string().nullable(),
  /** A path of ours. */
  next: z.string(),
})

/** What somebody set out to do in a browser that their provider refuses, and shall go on with in another. */
export type HandOff = z.output<typeof handOffSchema>

/**
 * Keeps an intent under a code that is good once, for ten minutes. It names nobody and opens no session: whoever types
 * the code, wherever they have it from, signs in there as themselves or not at all.
 *
 * @throws AppError too_many_requests
 */
export async function offerHandOff(handOff: HandOff, client: Client, now: Date = new Date()): Promise<string> {
  await countAttempt({ act: 'provider', client })
  const code = makeShortCode()
  const expiresAt = secondsAfter(now, HAND_OFF_SECONDS)
  await createHashedToken(db, { purpose, userId: null, hash: hashCode(code), data: handOff, expiresAt })
  return code
}

/**
 * Takes what a code stands for.
 *
 * @throws AppError validation_failed: there is no such code, or not any more
 * @throws AppError too_many_requests
 */
export async function takeHandOff(code: string, client: Client, now: Date = new Date()): Promise<HandOff> {
  await countAttempt({ act: 'code', client })
  const data = await takeHashedToken({ purpose, hash: hashCode(code), now })
  if (data !== null) return handOffSchema.parse(data)
  await recordAudit(db, { event: 'account.try_code', outcome: 'refused', reason: purpose, client })
  throw new AppError('validation_failed', { fields: { code: ['hand_off_wrong'] } })
}

// With a key: whoever reads the table could try all codes in minutes.
function hashCode(code: string): string {
  return hashGuessable(`hand-off:${code}`)
}
