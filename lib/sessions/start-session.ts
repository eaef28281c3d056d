import { randomBytes } from 'node:crypto'
import { noteSignIn } from '@/lib/accounts/note-sign-in'
import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, db } from '@/lib/db'
import { noteBrowser, noteProgram } from '@/lib/devices/note-device'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import type { Client } from './client'
import { type Session, type SessionKind, secondsAfter, sessionLifetimes } from './session'
import { createSession } from './store'

type NewSession = {
  userId: string
  method: string
  client: Client
  /** When the person last proved who they are; `now` unless it was elsewhere, before. */
  authenticatedAt?: Date
}

export type StartedSession = {
  session: Session
  secret: string
  /** For the browser's device cookie; null where it has one that is known for this person. */
  deviceSecret: string | null
}

/**
 * Opens a browser session; the secret goes into the cookie and is not kept. Notes the device and records the sign-in, as
 * all of these do.
 * @param on the transaction of the sign-in
 */
export async function startBrowserSession(
  { isKept, ...input }: NewSession & { isKept: boolean },
  now: Date = new Date(),
  on: Db = db,
): Promise<StartedSession> {
  const secret = randomSecret()
  const session = await createSession(on, {
    ...sessionOf('browser', isKept, input, now),
    secretHash: hashSecret(secret),
  })
  const deviceSecret = await noteBrowser(on, input, now)
  await noteSignIn(on, input.userId, now)
  await recordSignIn(on, session, input.client)
  return { session, secret, deviceSecret }
}

/** Opens the session that a family of refresh tokens belongs to. */
export function startTokenSession(input: NewSession, now: Date = new Date(), on: Db = db): Promise<Session> {
  return startProgramSession(on, { ...input, kind: 'tokens', secretHash: null }, now)
}

/** Opens a session that an opaque key stands for, which is not kept: 40 hex digits, as Django REST framework makes them. */
export async function startKeySession(
  input: NewSession,
  now: Date = new Date(),
  on: Db = db,
): Promise<{ session: Session; key: string }> {
  const key = randomBytes(20).toString('hex')
  return { session: await startProgramSession(on, { ...input, kind: 'key', secretHash: hashSecret(key) }, now), key }
}

type ProgramSession = NewSession & { kind: 'tokens' | 'key'; secretHash: string | null }

async function startProgramSession(
  on: Db,
  { kind, secretHash, ...input }: ProgramSession,
  now: Date,
): Promise<Session> {
  await noteProgram(on, input, now)
  const session = await createSession(on, { ...sessionOf(kind, false, input, now), secretHash })
  if (env.UPDATE_LAST_LOGIN === 'on') await noteSignIn(on, input.userId, now)
  await recordSignIn(on, session, input.client)
  return session
}

async function recordSignIn(on: Db, { id: sessionId, userId, method: reason }: Session, client: Client): Promise<void> {
  await recordAudit(on, { event: 'account.sign_in', outcome: 'success', reason, userId, sessionId, client })
}

function sessionOf(kind: SessionKind, isKept: boolean, input: NewSession, now: Date) {
  const { userId, method, client, authenticatedAt = now } = input
  const { idleSeconds, totalSeconds } = sessionLifetimes({ kind, isKept })
  return {
    ...{ kind, isKept, userId, method, ip: client.ip, userAgent: client.userAgent },
    ...{ createdAt: now, lastSeenAt: now, authenticatedAt },
    idleExpiresAt: secondsAfter(now, Math.min(idleSeconds, totalSeconds)),
    expiresAt: secondsAfter(now, totalSeconds),
  }
}
