import { createHash, timingSafeEqual } from 'node:crypto'
import type { Comparison } from './encoded-password'

const FORMS = [
  { digest: 'md5', form: /^(?:md5\$([^$]{0,128})\$)?([0-9a-f]{32})$/ },
  { digest: 'sha1', form: /^sha1\$([^$]{0,128})\$([0-9a-f]{40})$/ },
]

/** `md5$salt$hex` and `sha1$salt$hex`, with an empty salt too, and the bare hex digits of an MD5. */
export function readPlainDigest(encoded: string): Comparison | null {
  for (const { digest, form } of FORMS) {
    const [, salt = '', hex] = form.exec(encoded) ?? []
    if (!hex) continue
    const expected = Buffer.from(hex, 'hex')
    return (password) =>
      timingSafeEqual(
        createHash(digest)
          .update(salt + password, 'utf8')
          .digest(),
        expected,
      )
  }
  return null
}
