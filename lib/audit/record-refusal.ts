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

export type Refusal = {
  /** Why a door refused: a problem's code, or what lies behind validation_failed, where that guards an account. */
  reason: ProblemCode | 'current_password_missing'
  /** Whose account it was, where whoever refused knew it better than the door. */
  userId: string | undefined
}

// On the page, and on the wire; one that was sent is a guess, which is recorded where it is judged.
const CURRENT_PASSWORD = ['currentPassword', 'old_password']
const MISSING = new Set(['required', 'blank', 'null'])

/** The refusal that an error is, or that it was made of for another wire, if it is to be recorded by the door; else null. */
export function refusalIn(error: unknown): Refusal | null {
  if (!isAppError(error)) return null
  const { code, fields, userId } = error
  if (lacksCurrentPassword(fields)) return { reason: 'current_password_missing', userId }
  return RECORDED_HERE.has(code) ? { reason: code, userId } : refusalIn(error.cause)
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
export async function recordRefusal(refusal: Refusal, refused: Refused): Promise<void> {
  await recordUnlessFlooded(refusal, refused).catch((error: unknown) =>
    log.error({ error, reason: refusal.reason }, 'a refusal could not be recorded'),
  )
}

// A refusal costs whoever asks for it nothing, so it is limits that keep the log from being filled.
async function recordUnlessFlooded({ reason, userId: known }: Refusal, refused: Refused): Promise<void> {
  const { client, path } = refused
  // Any page can have its visitors send these, so they leave the count of a person, and of all the others, alone.
  const isForeign = reason === 'cross_origin'
  if (isForeign && !(await isToBeRecorded({ act: reason, client }))) return
  const userId = known ?? (await findUserId(refused))
  // A form without a sign-in guards nobody's account.
  if (reason === 'current_password_missing' && userId === null) return
  if (!isForeign && !(await isToBeRecorded({ act: 'refusal', client, userId }))) return
  const data = { path: path.slice(0, MAX_PATH) }
  await recordAudit(db, { event: 'request.refuse', outcome: 'refused', reason, userId, client, data })
}

async function findUserId({ userId }: Refused): Promise<string | null> {
  return typeof userId === 'function' ? userId() : userId
}
