import { z } from 'zod'
import { pool } from '@/lib/db'

const rowSchema = z.object({
  kid: z.string(),
  algorithm: z.enum(['ES256', 'RS256']),
  publicJwk: z.unknown(),
  privateKey: z.string(),
  activeFrom: z.date(),
  retiresAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
})

export type SigningKeyRow = z.output<typeof rowSchema>

/** Every key that may still sign or verify. */
export async function findSigningKeys(): Promise<SigningKeyRow[]> {
  const { rows } = await pool.query({
    name: 'find-signing-keys',
    text: `SELECT kid, algorithm, public_jwk AS "publicJwk", private_key AS "privateKey", active_from AS "activeFrom",
                  retires_at AS "retiresAt", expires_at AS "expiresAt"
             FROM signing_keys
            WHERE pulled_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
  })
  return rows.map((row) => rowSchema.parse(row))
}

type NewKey = { kid: string; algorithm: string; publicJwk: string; privateKey: string; activeFrom: Date }

// Any number will do, as long as nothing else takes it.
const KEY_CREATION_LOCK = 5_270_401

/** Keeps this key unless another process made one for the algorithm first. */
export async function createFirstSigningKey({
  kid,
  algorithm,
  publicJwk,
  privateKey,
  activeFrom,
}: NewKey): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [KEY_CREATION_LOCK])
    await client.query(
      `INSERT INTO signing_keys (kid, algorithm, public_jwk, private_key, active_from)
       SELECT $1, $2, $3::jsonb, $4, $5
        WHERE NOT EXISTS (SELECT FROM signing_keys
                           WHERE algorithm = $2 AND pulled_at IS NULL AND active_from <= $5
                             AND (retires_at IS NULL OR retires_at > $5))`,
      [kid, algorithm, publicJwk, privateKey, activeFrom],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}
