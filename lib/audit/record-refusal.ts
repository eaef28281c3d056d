import { db } from '@/lib/db'
import { isAppError, type ProblemCode } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Client } from '@/lib/sessions/client'
import { recordAudit } from './record-audit'

// The other refusals are recorded where they are decided: a wrong password, a wrong code, what a provider brought.
const RECORDED_HERE = new Set<ProblemCode>([
  'token_invalid',
  'recent_sign_in_required',
  'account_held',
  'forbidden',
  'identity_taken',
  'address_taken',
  'last_sign_in_method',
  'last_owner',
  'main_address_stays',
])

/** The refusal that an error is, or that it was made of for another wire, if it is to be recorded by the door; else null. */
export function refusalIn(error: unknown): ProblemCode | null {
  if (!isAppError(error)) return null
  return RECORDED_HERE.has(error.code) ? error.code : refusalIn(error.cause)
}

/** Records what a door refused; that it cannot be recorded changes no answer. */
export async function recordRefusal(
  reason: ProblemCode,
  { client, userId, path }: { client: Client; userId: string | null; path: string },
): Promise<void> {
  const event = { event: 'request.refuse', outcome: 'refused', reason, userId, client, data: { path } } as const
  await recordAudit(db, event).catch((error: unknown) =>
    log.error({ error, reason }, 'a refusal could not be recorded'),
  )
}
