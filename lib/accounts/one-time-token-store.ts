import { v7 as uuidv7 } from 'uuid'
import { type Db, db, pool } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import type { Prisma } from '@/prisma/generated/client'

/** What a one-time token is for; a token of one purpose is nothing to another. */
export type TokenPurpose =
  | 'confirm_email'
  | 'confirm_code'
  | 'sign_in_code'
  | 'link_identity'
  | 'prove_address'
  | 'reset_password'
  | 'add_address'
  | 'undo'
  | 'undo_deletion'
  | 'hand_off'

/** What a change of who may enter makes void. */
export const pendingPurposes = ['reset_password', 'add_address', 'sign_in_code'] as const satisfies TokenPurpose[]

export type OneTimeToken = {
  id: string
  userId: string | null
  data: unknown
  createdAt: Date
  expiresAt: Date
  usedAt: Date | null
}

const fields = { id: true, userId: true, data: true, createdAt: true, expiresAt: true, usedAt: true } as const

export async function createOneTimeToken(
  on: Db,
  token: {
    purpose: TokenPurpose
    userId: string | null
    secret: string
    data: Prisma.InputJsonObject
    expiresAt: Date
  },
): Promise<void> {
  const { secret, ...row } = token
  await createHashedToken(on, { ...row, hash: hashSecret(secret) })
}

/**
 * The same where the secret is known by its hash only. The database says when it was made: clocks of processes differ, and
 * of two changes to one person, who is locked meanwhile, it tells which came later.
 */
export async function createHashedToken(
  on: Db,
  token: { purpose: TokenPurpose; userId: string | null; hash: string; data: Prisma.InputJsonObject; expiresAt: Date },
): Promise<void> {
  const { purpose, userId, hash, data, expiresAt } = token
  await on.$executeRaw`
    INSERT INTO one_time_tokens (id, purpose, user_id, hash, data, expires_at, created_at)
    VALUES (${uuidv7()}::uuid, ${purpose}, ${userId}::uuid, ${hash}, ${JSON.stringify(data)}::jsonb, ${expiresAt},
            clock_timestamp())`
}

/** The address that a token is about: its person's, else the one it proves; null where there is no such token. */
export async function findTokenAddress(key: { purpose: TokenPurpose; hash: string }): Promise<string | null> {
  const { rows } = await pool.query<{ email: string | null }>({
    name: 'find-token-address',
    text: `SELECT coalesce(u.email, t.data->>'email') AS email
             FROM one_time_tokens t LEFT JOIN users u ON u.id = t.user_id
            WHERE t.hash = $1 AND t.purpose = $2`,
    values: [key.hash, key.purpose],
  })
  return rows[0]?.email ?? null
}

/** Counts a try at an open token, in one statement; null when it has none left, or there is no such token. */
export async function tryOneTimeToken(attempt: {
  purpose: TokenPurpose
  hash: string
  maxTries: number
  now: Date
}): Promise<Pick<OneTimeToken, 'userId' | 'data'> | null> {
  const { purpose, hash, maxTries, now } = attempt
  const { rows } = await pool.query<{ userId: string | null; data: unknown }>({
    name: 'try-one-time-token',
    text: `UPDATE one_time_tokens SET data = jsonb_set(data, '{tries}', to_jsonb((data->>'tries')::int + 1))
            WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 AND (data->>'tries')::int < $4
        RETURNING user_id AS "userId", data`,
    values: [hash, purpose, now, maxTries],
  })
  return rows[0] ?? null
}

export function findOneTimeToken(purpose: TokenPurpose, secret: string): Promise<OneTimeToken | null> {
  return db.oneTimeToken.findFirst({ where: { hash: hashSecret(secret), purpose }, select: fields })
}

/** Uses a token up in one statement; null when it is unknown, used, expired or of another purpose. */
export async function consumeOneTimeToken(
  on: Db,
  { purpose, secret, now }: { purpose: TokenPurpose; secret: string; now: Date },
): Promise<OneTimeToken | null> {
  return consumeHashedToken(on, { purpose, hash: hashSecret(secret), now })
}

export async function consumeHashedToken(
  on: Db,
  { purpose, hash, now }: { purpose: TokenPurpose; hash: string; now: Date },
): Promise<OneTimeToken | null> {
  const [token] = await on.oneTimeToken.updateManyAndReturn({
    where: { hash, purpose, usedAt: null, expiresAt: { gt: now } },
    // What it carried, maybe a password's hash, is of use to nobody any more; the caller has read it before.
    data: { usedAt: now, data: {} },
    select: fields,
  })
  return token ?? null
}

/** Takes an open token away, with what it carries, in one statement; null when there is none. */
export async function takeHashedToken(key: { purpose: TokenPurpose; hash: string; now: Date }): Promise<unknown> {
  const { rows } = await pool.query<{ data: unknown }>({
    name: 'take-hashed-token',
    text: `DELETE FROM one_time_tokens
            WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3
        RETURNING data`,
    values: [key.hash, key.purpose, key.now],
  })
  return rows[0]?.data ?? null
}

/** Removes an open token of a person, so that another may take its place; null when there is none. */
export async function dropHashedToken(
  on: Db,
  { purpose, hash, userId }: { purpose: TokenPurpose; hash: string; userId: string },
): Promise<OneTimeToken | null> {
  const token = await on.oneTimeToken.findFirst({ where: { hash, purpose, userId, usedAt: null }, select: fields })
  if (token) await on.oneTimeToken.delete({ where: { id: token.id }, select: { id: true } })
  return token
}

/** Makes the other open tokens of these purposes useless, once one of them has served. */
export async function discardOneTimeTokens(
  on: Db,
  { purposes, userId, now }: { purposes: readonly TokenPurpose[]; userId: string; now: Date },
): Promise<void> {
  const where = { purpose: { in: [...purposes] }, userId, usedAt: null }
  await on.oneTimeToken.updateMany({ where, data: { usedAt: now, data: {} } })
}
