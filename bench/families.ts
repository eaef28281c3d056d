import { randomUUID } from 'node:crypto'
import { createUser } from '@/lib/accounts/create-user'
import { pool } from '@/lib/db'
import { mintRefreshToken, newJti, refreshExpiry } from '@/lib/tokens/mint-tokens'

export type Family = { jti: string; refresh: string }

/** Makes families of one person by two statements, each with its first refresh token. */
export async function makeFamilies(count: number): Promise<Family[]> {
  const user = await createUser({ email: `${randomUUID()}@bench.example`, isVerified: true })
  const now = new Date()
  const token = { issuedAt: now, expiresAt: refreshExpiry(now) }
  const families = Array.from({ length: count }, () => ({ sessionId: randomUUID(), jti: newJti(now) }))
  const values = [
    families.map(({ sessionId }) => sessionId),
    families.map(({ jti }) => jti),
    user.id,
    now,
    token.expiresAt,
  ]
  await pool.query(
    `INSERT INTO sessions (id, user_id, kind, method, authenticated_at, created_at, last_seen_at, idle_expires_at,
                           expires_at, refresh_jti, refreshed_at)
     SELECT id, $3, 'tokens', 'password', $4, $4, $4, $5, $4::timestamptz + interval '30 days', jti, $4
       FROM unnest($1::uuid[], $2::uuid[]) AS family (id, jti)`,
    values,
  )
  await pool.query(
    `INSERT INTO outstanding_tokens (jti, session_id, user_id, token_type, issued_at, expires_at)
     SELECT jti, id, $3, 'refresh', $4, $5 FROM unnest($1::uuid[], $2::uuid[]) AS family (id, jti)`,
    values,
  )
  const subject = { userId: user.id, userNumber: user.number }
  return Promise.all(
    families.map(async ({ sessionId, jti }) => ({
      jti,
      refresh: await mintRefreshToken({ ...subject, sessionId }, { jti, ...token }),
    })),
  )
}
