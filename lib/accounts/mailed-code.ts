import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, db } from '@/lib/db'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import type { Prisma } from '@/prisma/generated/client'
import {
  consumeHashedToken,
  createHashedToken,
  findTokenAddress,
  type TokenPurpose,
  tryOneTimeToken,
} from './one-time-token-store'
import { CODE_DIGITS } from './schemas'

export const MAX_CODE_TRIES = 5
/** The longest that a mailed code may open anything. @see ASVS 5.0 6.5.5 */
export const CODE_SECONDS = 600

type CodePurpose = Extract<TokenPurpose, 'confirm_code' | 'sign_in_code' | 'prove_address'>

type NewCode = {
  purpose: CodePurpose
  /** null: of somebody who has no account yet */
  userId: string | null
  /** Hash of the secret of the browser that asked; without it the code opens nothing. */
  browserHash: string
  data: Prisma.InputJsonObject
  seconds?: number
}

/** Makes a code for one browser. @returns the six digits, for the mail */
export async function createCode(
  tx: Db,
  { browserHash, data, seconds = CODE_SECONDS, ...token }: NewCode,
  now: Date,
): Promise<string> {
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
  const stored = { ...data, codeHash: hashCode(code, browserHash), tries: 0 }
  await createHashedToken(tx, { ...token, hash: browserHash, data: stored, expiresAt: secondsAfter(now, seconds) })
  return code
}

const triedSchema = z.looseObject({ codeHash: z.string() })

type Typed = { purpose: CodePurpose; browserHash: string; code: string }

/**
 * Counts a try at the code of this browser, and says whether it is the right one; five tries at most.
 *
 * @returns whose code it is, and its data
 * @throws AppError validation_failed: wrong, used or expired, and where none was sent
 * @throws AppError too_many_requests: all codes of a person, or to an address, are counted as one
 */
export async function tryCode(
  typed: Typed,
  client: Client,
  now: Date,
): Promise<{ userId: string | null; data: unknown }> {
  const { purpose, browserHash: hash } = typed
  const account = await findTokenAddress({ purpose, hash })
  await countAttempt({ act: 'code', client, ...(account !== null && { account }) })
  const token = await tryOneTimeToken({ purpose, hash, maxTries: MAX_CODE_TRIES, now })
  if (token && isRight(token.data, typed)) return { userId: token.userId, data: token.data }
  const userId = token?.userId ?? null
  await recordAudit(db, { event: 'account.try_code', outcome: 'refused', reason: purpose, userId, client })
  throw wrongCode()
}

function isRight(data: unknown, { code, browserHash }: Typed): boolean {
  const { codeHash } = triedSchema.parse(data)
  return timingSafeEqual(Buffer.from(codeHash), Buffer.from(hashCode(code, browserHash)))
}

export function wrongCode(): AppError {
  return new AppError('validation_failed', { fields: { code: ['code_wrong'] } })
}

/** Uses a code up that was right a moment ago. @returns false where another request was faster */
export async function spendCode(
  tx: Db,
  { purpose, browserHash }: { purpose: CodePurpose; browserHash: string },
  now: Date,
): Promise<boolean> {
  return (await consumeHashedToken(tx, { purpose, hash: browserHash, now })) !== null
}

// With a key, since a million hashes are made in no time.
function hashCode(code: string, browserHash: string): string {
  return createHmac('sha256', env.AUTH_SECRET).update(`code:${browserHash}:${code}`).digest('hex')
}
