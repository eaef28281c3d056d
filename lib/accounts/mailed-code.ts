import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '@/lib/db'
import { env } from '@/lib/env'
import { secondsAfter } from '@/lib/sessions/session'
import type { Prisma } from '@/prisma/generated/client'
import { createHashedToken, type TokenPurpose, tryOneTimeToken } from './one-time-token-store'
import { CODE_DIGITS } from './schemas'

export const MAX_CODE_TRIES = 5

type CodePurpose = Extract<TokenPurpose, 'confirm_code' | 'sign_in_code'>

type NewCode = {
  purpose: CodePurpose
  userId: string | null
  /** Hash of the secret of the browser that asked; without it the code opens nothing. */
  browserHash: string
  data: Prisma.InputJsonObject
  seconds: number
}

/** Makes a code for one browser. @returns the six digits, for the mail */
export async function createCode(
  tx: Db,
  { browserHash, data, seconds, ...token }: NewCode,
  now: Date,
): Promise<string> {
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
  const stored = { ...data, codeHash: hashCode(code, browserHash), tries: 0 }
  await createHashedToken(tx, { ...token, hash: browserHash, data: stored, expiresAt: secondsAfter(now, seconds) })
  return code
}

const triedSchema = z.looseObject({ codeHash: z.string() })

/**
 * Counts a try at the code of this browser, and says whether it is the right one; five tries at most.
 * @returns whose code it is, and its data; null for a wrong, used or expired code, and where none was sent
 */
export async function tryCode(
  { purpose, browserHash, code }: { purpose: CodePurpose; browserHash: string; code: string },
  now: Date,
): Promise<{ userId: string; data: unknown } | null> {
  const token = await tryOneTimeToken({ purpose, hash: browserHash, maxTries: MAX_CODE_TRIES, now })
  if (!token?.userId) return null
  const { codeHash } = triedSchema.parse(token.data)
  const isRight = timingSafeEqual(Buffer.from(codeHash), Buffer.from(hashCode(code, browserHash)))
  return isRight ? { userId: token.userId, data: token.data } : null
}

// With a key, since a million hashes are made in no time.
function hashCode(code: string, browserHash: string): string {
  return createHmac('sha256', env.AUTH_SECRET).update(`code:${browserHash}:${code}`).digest('hex')
}
