import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.js'

// By hand, when Wikimedia publishes another list: node scripts/pack-common-passwords.js <path of common-x64.json>
const source = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { algo, count, max } = source.hashers
const bits = Buffer.from(source.bit_array.arr, 'base64')
if (algo !== 'sha1' || bits.length !== Math.ceil(max / 8)) throw new Error('This is not the filter we can read.')
writeFileSync(join(root, 'lib/passwords/common-passwords.bin'), bits)

const sha256 = createHash('sha256').update(bits).digest('hex')
console.log(`For lib/passwords/common-passwords.ts: BITS = ${max}, HASHES = ${count}. SHA-256: ${sha256}`)
