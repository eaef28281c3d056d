import { db } from '@/lib/db'
import { type FieldProblems, isAppError, type ProblemCode } from '@/lib/errors'
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

/** Why a door refused: a problem's code, or what lies behind validation_failed, where that guards an account. */
export type Refusal = ProblemCode | 'current_password_missing'

// On the page, and on the wire; one that was sent is a guess, which is recorded where it is judged.
const CURRENT_PASSWORD = ['currentPassword', 'old_password']
const MISSING = new Set(['required', 'blank', 'null'])

/** The refusal that an error is, or that it was made of for another wire, if it is to be recorded by the door; else null. */
export function refusalIn(error: unknown): Refusal | null {
  if (!isAppError(error)) return null
  if (lacksCurrentPassword(error.fields)) return 'current_password_missing'
  return RECORDED_HERE.has(error.code) ? error.code : refusalIn(error.cause)
}

function lacksCurrentPassword(fields: FieldProblems = {}): boolean {
  return CURRENT_PASSWORD.some((name) => fields[name]?.some((problem) => MISSING.has(problem)))
}

type Refused = {
  client: Client
  /** Whose account it was; looked up for what is recorded alone, where finding out costs something. */
  userId: string | null | (() => Promise<string | null>)
  path: string
}

/** Records what a door refused; that it cannot be recorded changes no answer. */
export async function recordRefusal(reason: Refusal, refused: Refused): Promise<void> {
  await recordUnlessFlooded(reason, refused).catch((error: unknown) =>
    log.error({ error, reason }, 'a refusal could not be recorded'),
  )
}

async function recordUnlessFlooded(reason: Refusal, { client, userId, path }: Refused): Promise<void> {
  // Whoever sends one need not be anybody, so it is limits that keep the log from being filled.
  if (reason === 'cross_origin' && !(await isToBeRecorded({ act: reason, client }))) return
  // A form without a sign-in guards nobody's account.
  if (reason === 'current_password_missing' && userId === null) return
  const data = { path: path.slice(0, MAX_PATH) }
  const whose = typeof userId === 'function' ? await userId() : userId
  await recordAudit(db, { event: 'request.refuse', outcome: 'refused', reason, userId: whose, client, data })
}
