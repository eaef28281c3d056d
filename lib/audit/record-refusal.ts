import { db } from '@/lib/db'
import { isAppError, type ProblemCode } from '@/lib/errors'
import { isToBeRecorded } from '@/lib/limits/count-attempt'
import { log } from '@/lib/log'
import type { Client } from '@/lib/sessions/client'
import { recordAudit } from './record-audit'

const MAX_PATH = 200

// The other refusals are recorded where they are decided: a wrong password, a wrong code, what a provider brought.
const RECORDED_HERE = new Set<ProblemCode>([
  'cross_origin',
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

type Refused = {
  client: Client
  /** Whose account it was; looked up for what is recorded alone, where finding out costs something. */
  userId: string | null | (() => Promise<string | null>)
  path: string
}

/** Records what a door refused; that it cannot be recorded changes no answer. */
export async function recordRefusal(reason: ProblemCode, refused: Refused): Promise<void> {
  await recordUnlessFlooded(reason, refused).catch((error: unknown) =>
    log.error({ error, reason }, 'a refusal could not be recorded'),
  )
}

async function recordUnlessFlooded(reason: ProblemCode, { client, userId, path }: Refused): Promise<void> {
  // Whoever sends one need not be anybody, so it is limits that keep the log from being filled.
  if (reason === 'cross_origin' && !(await isToBeRecorded({ act: reason, client }))) return
  const data = { path: path.slice(0, MAX_PATH) }
  const whose = typeof userId === 'function' ? await userId() : userId
  await recordAudit(db, { event: 'request.refuse', outcome: 'refused', reason, userId: whose, client, data })
}
