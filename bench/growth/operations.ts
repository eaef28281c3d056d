import { findApiUser } from '@/lib/accounts/find-api-user'
import { findUserByEmail } from '@/lib/accounts/store'
import { pool } from '@/lib/db'
import { endSession } from '@/lib/sessions/end-sessions'
import { startRevocationFeed, stopRevocationFeed } from '@/lib/sessions/revocation-feed'
import { findLiveSignIn } from '@/lib/sessions/store'
import { deleteExpired } from '@/lib/tokens/expired-store'
import { FLUSH_BATCH } from '@/lib/tokens/flush-expired'
import { listTokens, tokenStates } from '@/lib/tokens/list-tokens'
import { newJti, refreshExpiry } from '@/lib/tokens/mint-tokens'
import { findTokenRecord, hexOf, rotateRefreshToken } from '@/lib/tokens/store'

/** Somebody of the many, and a place of the token list somewhere on the way to them. */
export type Subject = {
  number: number
  email: string
  userId: string
  sessionId: string
  secretHash: string
  jti: string
  after: string
}

export type Operation = { title: string; run: (subject: Subject, now: Date) => Promise<unknown> }

const client = { ip: '', userAgent: '', requestId: '' }

export const operations: Operation[] = [
  { title: 'obtain: the person by e-mail', run: ({ email }) => required(findUserByEmail(email)) },
  { title: 'refresh: one rotation', run: ({ jti }, now) => required(rotate(jti, now)) },
  { title: 'verify: a refresh token', run: ({ jti }) => required(findTokenRecord(jti)) },
  { title: 'blacklist: the token, then the end of its session', run: blacklist },
  { title: 'Bearer guard: the person by number', run: ({ number }) => required(findApiUser(number)) },
  {
    title: 'page guard: the sign-in by its secret',
    run: ({ secretHash }, now) => required(findLiveSignIn(secretHash, now)),
  },
  { title: 'revocation poll, as at a start', run: poll },
  { title: 'token list: first page', run: (_, now) => listTokens({}, { now }) },
  { title: 'token list: a page deep inside', run: ({ after }, now) => listTokens({ after }, { now }) },
  { title: 'token list: of one person', run: ({ email }, now) => listTokens({ email }, { now }) },
  { title: 'token list: of one device', run: ({ sessionId }, now) => listTokens({ session: sessionId }, { now }) },
  ...tokenStates.map((state) => ({
    title: `token list: those ${state}`,
    run: (_: Subject, now: Date) => listTokens({ state }, { now }),
  })),
  { title: 'flush: a batch of tokens', run: (_, now) => flushBatch('outstanding_tokens', now) },
  { title: 'flush: a batch of sessions', run: (_, now) => flushBatch('sessions', now) },
]

/** People at even distances, none of them signed out. */
export async function findSubjects(count: number, users: number): Promise<Subject[]> {
  const numbers = Array.from(
    { length: count },
    (_, index) => 1 + 100 * Math.floor(((index + 0.5) / count) * (users / 100)),
  )
  const { rows } = await pool.query<Subject & { at: Date }>(
    `SELECT u.number, u.email, u.id AS "userId", s.id AS "sessionId", b.secret_hash AS "secretHash",
            ${hexOf('t.jti')} AS jti, t.expires_at AS at
       FROM users u
       JOIN sessions s ON s.user_id = u.id AND s.refresh_jti IS NOT NULL
       JOIN outstanding_tokens t ON t.jti = s.refresh_jti
       JOIN sessions b ON b.user_id = u.id AND b.kind = 'browser'
      WHERE u.number = ANY($1)`,
    [numbers],
  )
  return rows.map(({ at, ...subject }) => ({ ...subject, after: `${at.toISOString()}_${subject.jti}` }))
}

function rotate(jti: string, now: Date) {
  const child = { childJti: newJti(now), expiresAt: refreshExpiry(now) }
  return rotateRefreshToken({ jti, ...child, now, ip: client.ip, userAgent: client.userAgent })
}

async function blacklist({ jti, userId, sessionId }: Subject, now: Date): Promise<void> {
  await required(findTokenRecord(jti))
  await endSession({ userId, sessionId, reason: 'blacklisted', client }, now)
}

async function poll(): Promise<void> {
  await startRevocationFeed()
  stopRevocationFeed()
}

async function flushBatch(kind: 'outstanding_tokens' | 'sessions', now: Date): Promise<void> {
  const count = await deleteExpired(kind, { limit: FLUSH_BATCH, now })
  if (count < FLUSH_BATCH) throw new Error(`Only ${count} of ${kind} were left to flush`)
}

async function required<T>(found: Promise<T | null>): Promise<T> {
  const row = await found
  if (row === null) throw new Error('What was built is not found')
  return row
}
