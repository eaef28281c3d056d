import { recordAudit } from '@/lib/audit/record-audit'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { applyRevocation } from '@/lib/sessions/revocation-feed'
import { secondsAfter } from '@/lib/sessions/session'
import { addSuccessor, isSuccessorDue, replacePulledKey } from './signing-key-store'
import { forgetSigningKeys, generateSigningKey, getSigningKey, ownAlgorithm } from './signing-keys'

/** A key is published this long before it signs: longer than verifiers keep the set and than any process keeps its own. */
export const PUBLISH_AHEAD_SECONDS = 600
const DAY_SECONDS = 86_400

/**
 * Makes the next signing key, when the present one has served its time; the old one verifies until the last token that
 * it signed has expired. Of several processes that ask at once, one makes it.
 *
 * @param isForced whether it is time or not; a key that waits for its turn is enough
 * @returns the new key's id, or null when it is not time, or the key is a shared one that only its owners can change
 */
export async function rotateSigningKeys({ isForced = false } = {}, now: Date = new Date()): Promise<string | null> {
  if (env.TOKEN_ALGORITHM === 'HS256' || (env.SIGNING_KEY_DAYS === 0 && !isForced)) return null
  await getSigningKey(now)
  const activeFrom = secondsAfter(now, PUBLISH_AHEAD_SECONDS)
  const servedSeconds = env.SIGNING_KEY_DAYS * DAY_SECONDS - PUBLISH_AHEAD_SECONDS
  const dueBefore = isForced ? now : secondsAfter(now, -servedSeconds)
  if (!(await isSuccessorDue({ algorithm: ownAlgorithm(), dueBefore }))) return null
  const key = { ...(await generateSigningKey()), activeFrom }
  const othersExpireAt = secondsAfter(activeFrom, longestTokenSeconds())
  if (!(await addSuccessor(key, { dueBefore, othersExpireAt }))) return null
  forgetSigningKeys()
  return key.kid
}

/**
 * Pulls a key at once: it is published no more, everything it signed is refused, and another signs from now on; the one
 * before it, where it had not begun.
 *
 * @throws AppError not_found: no key of ours has this id
 */
export async function pullSigningKey(kid: string, client: Client, now: Date = new Date()): Promise<void> {
  const successor = { ...(await generateSigningKey()), activeFrom: now }
  const event = { event: 'signing_key.pull', outcome: 'success', reason: kid.slice(0, 16), client } as const
  if (!(await replacePulledKey({ kid, successor, now }, (on) => recordAudit(on, event))))
    throw new AppError('not_found')
  applyRevocation({ subject: 'key', subjectId: kid, reason: 'key_pulled', at: now })
}

function longestTokenSeconds(): number {
  const lifetimes = [env.ACCESS_TOKEN_SECONDS, env.REFRESH_TOKEN_SECONDS, env.SLIDING_TOKEN_SECONDS]
  return Math.max(...lifetimes) + env.TOKEN_LEEWAY_SECONDS
}
