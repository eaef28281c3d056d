import { v7 as uuidv7 } from 'uuid'
import { type Db, db, pool } from '@/lib/db'
import type { PersonalToken } from './personal-token'

const listedFields = {
  id: true,
  name: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const

type NewPersonalToken = {
  userId: string
  name: string
  hash: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date
}

/** Records a token; null when the person holds `max` already. Their row is the lock, so that a crowd counts in turn. */
export async function createToken(on: Db, token: NewPersonalToken, max: number): Promise<PersonalToken | null> {
  const { userId } = token
  await on.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const held = await on.personalToken.count({ where: { userId, revokedAt: null } })
  return held < max ? on.personalToken.create({ data: { id: uuidv7(), ...token }, select: listedFields }) : null
}

/** The tokens of a person that were not revoked, the newest first. */
export function findUnrevokedTokens(userId: string): Promise<PersonalToken[]> {
  return db.personalToken.findMany({
    where: { userId, revokedAt: null },
    orderBy: { createdAt: 'desc' },
    select: listedFields,
  })
}

export function countUnrevokedTokens(userId: string): Promise<number> {
  return db.personalToken.count({ where: { userId, revokedAt: null } })
}

/** @returns the ids of the tokens of this person that this call revoked: one of them, or all */
export async function revokeTokens(
  on: Db,
  { userId, tokenId, now }: { userId: string; tokenId?: string; now: Date },
): Promise<string[]> {
  const revoked = await on.personalToken.updateManyAndReturn({
    where: { userId, revokedAt: null, ...(tokenId !== undefined && { id: tokenId }) },
    data: { revokedAt: now },
    select: { id: true },
  })
  return revoked.map(({ id }) => id)
}

export type PresentedToken = Pick<PersonalToken, 'id' | 'scopes' | 'expiresAt' | 'lastUsedAt'> & {
  revokedAt: Date | null
  userNumber: number
}

/** The token with this hash, and whose it is; one query, by unique key. */
export async function findTokenByHash(hash: string): Promise<PresentedToken | null> {
  const { rows } = await pool.query<PresentedToken>({
    name: 'find-personal-token',
    text: `SELECT t.id, t.scopes, t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt",
                  t.revoked_at AS "revokedAt", u.number AS "userNumber"
             FROM personal_tokens t
             JOIN users u ON u.id = t.user_id
            WHERE t.hash = $1`,
    values: [hash],
  })
  return rows[0] ?? null
}

// The comparison makes it one write a minute however many requests arrive at once.
export async function touchToken(id: string, { usedBefore, now }: { usedBefore: Date; now: Date }): Promise<void> {
  await pool.query({
    name: 'touch-personal-token',
    text: `UPDATE personal_tokens SET last_used_at = $1
            WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $3)`,
    values: [now, id, usedBefore],
  })
}
