import { pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import type { Comparison } from './encoded-password'

const FORM = /^pbkdf2_(sha256|sha1)\$([1-9]\d{0,7})\$([^$]{1,128})\$([A-Za-z0-9+/]+={0,2})$/
// Django 6 makes 1,200,000.
const MAX_ITERATIONS = 5_000_000
const DIGEST_BYTES = { sha256: 32, sha1: 20 }

/** `pbkdf2_sha256$iterations$salt$base64`, and the same with SHA-1; the salt is text. */
export function readPbkdf2(encoded: string): Comparison | null {
  const [, name, iterations, salt = '', base64 = ''] = FORM.exec(encoded) ?? []
  const digest = name === 'sha1' ? 'sha1' : 'sha256'
  const expected = Buffer.from(base64, 'base64')
  if (Number(iterations) > MAX_ITERATIONS || expected.length !== DIGEST_BYTES[digest]) return null
  // In this thread: libuv's own pool is for files and names, and the number of our workers is the bound.
  return (password) =>
    timingSafeEqual(pbkdf2Sync(password, salt, Number(iterations), expected.length, digest), expected)
}
