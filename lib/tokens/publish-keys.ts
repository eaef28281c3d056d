import { createHash } from 'node:crypto'
import { listPublicKeys } from './signing-keys'

// Verifiers keep the keys this long; a new key is published for longer than that before it signs.
const MAX_AGE_SECONDS = 300

/** The public keys as a JSON Web Key Set, with the headers that let others cache it. */
export async function publishKeys(now: Date = new Date()) {
  const keys = await listPublicKeys(now)
  const body = { keys }
  const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url')}"`
  return { body, headers: { etag, 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` } }
}
