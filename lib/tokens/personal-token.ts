import { createHash } from 'node:crypto'
import { randomSecret } from '@/lib/encryption'

/** A token as its owner sees it listed: everything but the token itself. */
export type PersonalToken = {
  id: string
  name: string
  scopes: string[]
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
}

export const MAX_PERSONAL_TOKENS = 50

// Secret scanners know a token by its prefix, and the checksum tells a token from a text that only looks like one.
const PREFIX = 'lk_pat_'
const SHAPE = /^lk_pat_([\w-]{43})([\w-]{6})$/
const CHECKSUM_LENGTH = 6

/** @returns `lk_pat_`, 32 random bytes in base64url, and six characters computed from them */
export function makePersonalToken(): string {
  const secret = randomSecret()
  return PREFIX + secret + checksumOf(secret)
}

/** Whether its checksum is right; what was mistyped or cut off costs no query. */
export function isWellFormed(token: string): boolean {
  const [, secret, checksum] = SHAPE.exec(token) ?? []
  return secret !== undefined && checksumOf(secret) === checksum
}

/** What claims to be a personal token in an Authorization header, whatever the scheme; null for everything else. */
export function findPersonalToken(header: string | null): string | null {
  const [scheme = '', token = '', ...more] = (header ?? '').trim().split(/\s+/, 3)
  const isTaken = ['bearer', 'token'].includes(scheme.toLowerCase()) && more.length === 0
  return isTaken && token.startsWith(PREFIX) ? token : null
}

export function hasExpired({ expiresAt }: Pick<PersonalToken, 'expiresAt'>, now: Date = new Date()): boolean {
  return expiresAt !== null && expiresAt <= now
}

function checksumOf(secret: string): string {
  return createHash('sha256')
    .update(PREFIX + secret)
    .digest('base64url')
    .slice(0, CHECKSUM_LENGTH)
}
