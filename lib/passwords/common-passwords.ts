import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { processWide } from '@/lib/process-wide'

// Wikimedia's Bloom filter of 100,000 passwords; one in a million others is taken for one of them.
const FILE = 'lib/passwords/common-passwords.bin'
const BITS = 2_875_518n
const HASHES = 20
const SIGN_BIT = 1n << 63n

// Words typed on a Korean keyboard in its Latin layout, and habits of sites that ask for digits and signs.
const KOREAN = new Set(
  `tkfkdgo1 tkfkdgo12 tkfkdgo123 tkfkdgo1004 tkfkdgody tkfkdgkqslek dkssud12 dkssud123 dkssudgktpdy rkatkgkqslek
  eogksalsrnr qlalfqjsgh qlalfqjsgh1 rlaalswl alswl123 alswl1234 ghdrlfehd angel1004 qwer1234! asdf1234! 1q2w3e4r!
  q1w2e3r4! 1qaz2wsx! qwe123!@# abc123!@# test1234! admin123!`.split(/\s+/),
)

/** Whether a password, in its own letters or in small ones, is among those that are tried first everywhere. */
export function isCommonPassword(password: string): boolean {
  const small = password.toLowerCase()
  return KOREAN.has(small) || isInFilter(small) || (small !== password && isInFilter(password))
}

function isInFilter(password: string): boolean {
  const filter = processWide('common-passwords', () => readFileSync(resolve(/* turbopackIgnore: true */ FILE)))
  for (let index = 0; index < HASHES; index += 1) {
    const position = bitPosition(password, index)
    const byte = filter[position >> 3] ?? 0
    if ((byte & (1 << (position & 7))) === 0) return false
  }
  return true
}

// As pleonasm/bloom-filter counts, which made the file.
function bitPosition(password: string, index: number): number {
  const digest = createHmac('sha1', String(index)).update(password, 'utf8').digest()
  return Number((digest.readBigUInt64BE() & ~SIGN_BIT) % BITS)
}
