import { expect, test } from 'vitest'
import hashes from './django-hashes.fixture.json'
import { canVerify, needsRehash, verifyPassword } from './hash-password'

process.env.PASSWORD_LEGACY_HASHES = 'on'

const plainDigests = hashes.filter(({ format }) => /^(unsalted_)?(md5|sha1)$/.test(format))

test.each(plainDigests)('where the owner allows it, $encoded is verified and to be made anew', async (hash) => {
  expect(canVerify(hash.encoded)).toBe(true)
  expect(await verifyPassword(hash.password, hash.encoded)).toBe(true)
  expect(await verifyPassword(`x${hash.password}`, hash.encoded)).toBe(false)
  expect(needsRehash(hash.encoded)).toBe(true)
})

test.each(['md5$salt$abc', '308526768081e2fbbf67ddd16445861', 'sha1$$308526768081e2fbbf67ddd16445861d'])(
  'the damaged digest %j opens nothing',
  (encoded) => expect(canVerify(encoded)).toBe(false),
)
