import { validate as isUuid } from 'uuid'
import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from './client'
import { applyRevocation } from './revocation-feed'
import type { EndReason, Session } from './session'
import { countLive, findLiveSessions, revokeSessionless, revokeSessions, revokeUser, type Which } from './store'

type Ending = { userId: string; reason: EndReason; client: Client }

/** The live sign-ins of a person, browsers and token families alike, the latest first. */
export function listSessions(userId: string, now: Date = new Date()): Promise<Session[]> {
  return findLiveSessions(userId, now)
}

/**
 * Ends one sign-in of this person.
 * @throws AppError not_found: no live session of this person has this id
 */
export async function endSession(ending: Ending & { sessionId: string }, now: Date = new Date()): Promise<void> {
  if (!(await endSessionIfLive(ending, now))) throw new AppError('not_found')
}

/**
 * Ends one sign-in of this person, for whoever only wants it to be over.
 * @returns whether it was live until now: another request may have been faster
 */
export async function endSessionIfLive(
  ending: Ending & { sessionId: string },
  now: Date = new Date(),
): Promise<boolean> {
  const { sessionId } = ending
  const ended = isUuid(sessionId) ? await endSessions(ending, { sessionId }, now) : []
  return ended.length > 0
}

export function endOtherSessions(
  ending: Ending & { keepSessionId: string },
  now: Date = new Date(),
): Promise<string[]> {
  return endSessions(ending, { exceptSessionId: ending.keepSessionId }, now)
}

export function endAllSessions(ending: Ending, now: Date = new Date()): Promise<string[]> {
  return endSessions(ending, {}, now)
}

async function endSessions(ending: Ending, which: Which, now: Date): Promise<string[]> {
  const { ids, apply } = await inTransaction((tx) => revokeWhich(tx, ending, which, now))
  apply()
  return ids
}

type Ended = { ids: string[]; apply: () => void }

/** What ends all sign-ins, but for one at most, ends the tokens that name none; one sign-in or way in does not. */
async function revokeWhich(on: Db, ending: Ending, which: Which, now: Date): Promise<Ended> {
  const { userId, reason } = ending
  const ids = await revokeAndRecord(on, ending, which, now)
  const isWhole = which.sessionId === undefined && which.method === undefined
  if (isWhole) await revokeSessionless(on, userId, reason)
  const apply = () => {
    for (const sessionId of ids) applyRevocation({ subject: 'session', subjectId: sessionId, reason, at: now })
    if (isWhole) applyRevocation({ subject: 'sessionless', subjectId: userId, reason, at: now })
  }
  return { ids, apply }
}

async function revokeAndRecord(on: Db, { userId, reason, client }: Ending, which: Which, now: Date): Promise<string[]> {
  const ids = await revokeSessions(on, { userId, ...which }, { reason, now })
  const data = { sessions: ids }
  if (ids.length > 0) await recordAudit(on, { event: 'session.end', outcome: 'success', reason, userId, client, data })
  return ids
}

/**
 * Ends one sign-in inside another transaction.
 * @returns what to call once that has committed; null when it had ended before
 */
export async function revokeSignIn(
  on: Db,
  { sessionId, ...ending }: Ending & { sessionId: string },
  now: Date,
): Promise<(() => void) | null> {
  const { ids, apply } = await revokeWhich(on, ending, { sessionId }, now)
  return ids.length > 0 ? apply : null
}

/**
 * Ends the sign-ins of a person, but for one where it is named, and by one way in only where that is named, inside
 * another transaction.
 * @returns what to call once that has committed
 */
export async function revokeSignIns(
  on: Db,
  { keepSessionId, method, ...ending }: Ending & { keepSessionId?: string | undefined; method?: string },
  now: Date,
): Promise<() => void> {
  const which = { ...(keepSessionId && { exceptSessionId: keepSessionId }), ...(method && { method }) }
  return (await revokeWhich(on, ending, which, now)).apply
}

/**
 * Ends everything of a person, also tokens that name no session, inside another transaction.
 * @returns what to call once that has committed
 */
export async function revokeUserSignIns(on: Db, ending: Ending, now: Date): Promise<() => void> {
  const { userId, reason } = ending
  await revokeAndRecord(on, ending, {}, now)
  await revokeUser(on, userId, reason)
  return () => applyRevocation({ subject: 'user', subjectId: userId, reason, at: now })
}

/** How many sign-ins are live, of everybody. */
export function countLiveSessions(now: Date = new Date()): Promise<number> {
  return countLive(now)
}
