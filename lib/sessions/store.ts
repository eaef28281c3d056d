import { v7 as uuidv7 } from 'uuid'
import type { CurrentUser } from '@/lib/accounts/current-user'
import { type Db, db, pool } from '@/lib/db'
import type { EndReason, Session } from './session'

const sessionFields = {
  id: true,
  userId: true,
  kind: true,
  method: true,
  authenticatedAt: true,
  isKept: true,
  ip: true,
  userAgent: true,
  createdAt: true,
  lastSeenAt: true,
  idleExpiresAt: true,
  expiresAt: true,
} as const

export function createSession(on: Db, session: Omit<Session, 'id'> & { secretHash: string | null }): Promise<Session> {
  return on.session.create({ data: { id: uuidv7(), ...session }, select: sessionFields })
}

type SignInRow = { session: Session; user: CurrentUser }

const SIGN_IN_SQL = `
  SELECT s.id, s.user_id AS "userId", s.kind, s.method, s.authenticated_at AS "authenticatedAt", s.is_kept AS "isKept",
         s.ip, s.user_agent AS "userAgent", s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt",
         s.idle_expires_at AS "idleExpiresAt", s.expires_at AS "expiresAt",
         u.number, u.email, u.role, u.email_verified_at AS "emailVerifiedAt",
         u.password_hash IS NOT NULL AS "hasPassword", p.picture_at IS NOT NULL AS "hasPicture",
         coalesce(p.name, '') AS name, coalesce(p.nickname, '') AS nickname, coalesce(p.bio, '') AS bio,
         p.locale, p.time_zone AS "timeZone"
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN profiles p ON p.user_id = u.id
   WHERE s.secret_hash = $1 AND s.kind = 'browser' AND s.revoked_at IS NULL AND u.is_active
     AND s.expires_at > $2 AND s.idle_expires_at > $2`

/** The live browser session with this secret and its person; one query, by unique key. */
export async function findLiveSignIn(secretHash: string, now: Date): Promise<SignInRow | null> {
  const { rows } = await pool.query<Session & Omit<CurrentUser, 'id'>>({
    name: 'find-live-sign-in',
    text: SIGN_IN_SQL,
    values: [secretHash, now],
  })
  const row = rows[0]
  if (!row) return null
  const { id, userId, kind, method, authenticatedAt, isKept, ip, userAgent, ...rest } = row
  const { createdAt, lastSeenAt, idleExpiresAt, expiresAt, ...person } = rest
  return {
    session: {
      ...{ id, userId, kind, method, authenticatedAt, isKept, ip, userAgent },
      ...{ createdAt, lastSeenAt, idleExpiresAt, expiresAt },
    },
    user: { id: userId, ...person },
  }
}

/** The session of an opaque key with its person's number. */
export type KeySession = {
  id: string
  userNumber: number
  isUserActive: boolean
  isLive: boolean
  lastSeenAt: Date
}

export async function findKeySession(secretHash: string, now: Date): Promise<KeySession | null> {
  const { rows } = await pool.query<KeySession>({
    name: 'find-key-session',
    text: `SELECT s.id, u.number AS "userNumber", u.is_active AS "isUserActive", s.last_seen_at AS "lastSeenAt",
                  s.revoked_at IS NULL AND s.expires_at > $2 AND s.idle_expires_at > $2 AS "isLive"
             FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.secret_hash = $1 AND s.kind = 'key'`,
    values: [secretHash, now],
  })
  return rows[0] ?? null
}

// The comparison makes it one write a minute however many requests arrive at once.
export async function touchSession(
  session: { id: string; ip: string; userAgent: string; idleExpiresAt: Date },
  { seenBefore, now }: { seenBefore: Date; now: Date },
): Promise<void> {
  await pool.query({
    name: 'touch-session',
    text: `UPDATE sessions SET last_seen_at = $1, idle_expires_at = least($2, expires_at), ip = $3, user_agent = $4
            WHERE id = $5 AND last_seen_at < $6 AND revoked_at IS NULL`,
    values: [now, session.idleExpiresAt, session.ip, session.userAgent, session.id, seenBefore],
  })
}

/** Replaces the secret of a live session; null when it ended meanwhile. */
export async function replaceSecret(
  on: Db,
  input: { sessionId: string; secretHash: string; method: string; now: Date },
): Promise<Session | null> {
  const [session] = await on.session.updateManyAndReturn({
    where: { id: input.sessionId, revokedAt: null, kind: 'browser' },
    data: { secretHash: input.secretHash, method: input.method, authenticatedAt: input.now },
    select: sessionFields,
  })
  return session ?? null
}

const isLive = (now: Date) => ({ revokedAt: null, expiresAt: { gt: now }, idleExpiresAt: { gt: now } })

/** The session of this person with this id, while it lives. */
export function findLiveSession(
  on: Db,
  { userId, sessionId }: { userId: string; sessionId: string },
  now: Date,
): Promise<Session | null> {
  return on.session.findFirst({ where: { id: sessionId, userId, ...isLive(now) }, select: sessionFields })
}

export function findLiveSessions(userId: string, now: Date): Promise<Session[]> {
  return db.session.findMany({
    where: { userId, ...isLive(now) },
    orderBy: { lastSeenAt: 'desc' },
    select: sessionFields,
    take: 200,
  })
}

type Ending = { reason: EndReason; now: Date }

/** Of the live sign-ins of a person; all where nothing is named. */
export type Which = { sessionId?: string; exceptSessionId?: string; method?: string }

/**
 * Ends live sessions and names them in the revocation log, in the caller's transaction.
 * @returns the ids of the sessions that this call ended
 */
export async function revokeSessions(
  on: Db,
  { userId, sessionId, exceptSessionId, method }: Which & { userId: string },
  { reason, now }: Ending,
): Promise<string[]> {
  const ended = await on.session.updateManyAndReturn({
    where: { userId, revokedAt: null, id: { equals: sessionId, not: exceptSessionId }, ...(method && { method }) },
    data: { revokedAt: now, revokedReason: reason },
    select: { id: true },
  })
  const ids = ended.map(({ id }) => id)
  if (ids.length === 0) return ids
  await on.outstandingToken.updateMany({
    where: { sessionId: { in: ids }, blacklistedAt: null },
    data: { blacklistedAt: now, blacklistedReason: reason },
  })
  await on.revocation.createMany({ data: ids.map((id) => ({ subject: 'session', subjectId: id, reason })) })
  return ids
}

/** Names a person in the revocation log: every access token issued until now is refused. */
export async function revokeUser(on: Db, userId: string, reason: EndReason): Promise<void> {
  await on.revocation.create({ data: { subject: 'user', subjectId: userId, reason } })
}

/** Likewise only those that name no session; the sessions of the person that ended are named on their own. */
export async function revokeSessionless(on: Db, userId: string, reason: EndReason): Promise<void> {
  await on.revocation.create({ data: { subject: 'sessionless', subjectId: userId, reason } })
}

export function countLive(now: Date): Promise<number> {
  return db.session.count({ where: isLive(now) })
}
