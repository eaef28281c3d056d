import { scryptSync, timingSafeEqual } from 'node:crypto'
import type { Comparison } from './encoded-password'

const FORM = /^scrypt\$([1-9]\d{0,7})\$([^$]{1,128})\$([1-9]\d{0,2})\$([1-9]\d{0,2})\$([A-Za-z0-9+/]{86}==)$/
const BLOCK_BYTES = 128
const HASH_BYTES = 64
// 128 MiB in one pass, or as much work in several; Django 5 takes 16384 * 8 * 5.
const MAX_BLOCKS = 2 ** 20

/** `scrypt$N$salt$r$p$base64`; the salt is text. */
export function readScrypt(encoded: string): Comparison | null {
  const [, cost, salt = '', blocks, passes, base64 = ''] = FORM.exec(encoded) ?? []
  const [N, r, p] = [Number(cost), Number(blocks), Number(passes)]
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N))
  if (!isPowerOfTwo || N * r * p > MAX_BLOCKS) return null
  const expected = Buffer.from(base64, 'base64')
  const options = { N, r, p, maxmem: BLOCK_BYTES * r * (N + p + 2) }
  return (password) => timingSafeEqual(scryptSync(password, salt, HASH_BYTES, options), expected)
}
