import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { type StartedSession, startBrowserSession } from '@/lib/sessions/start-session'
import { mayMailWayIn } from './account-hold'
import type { Answer } from './answer-mail-requests'
import { askForMail } from './ask-for-mail'
import { createCode, spendCode, tryCode, wrongCode } from './mailed-code'
import { discardOneTimeTokens } from './one-time-token-store'
import { lockActive, lockActiveByEmail } from './store'

/**
 * Asks for a code to sign in with, for this browser only; says nothing about whether the address has an account.
 *
 * @returns a secret for the browser's cookie, without which the code opens nothing
 * @throws AppError not_found: the owner has not switched it on (SIGN_IN_BY_CODE)
 * @throws AppError too_many_requests
 */
export async function requestSignInCode(
  { isByApi = false, ...input }: { email: string; locale: string; isByApi?: boolean },
  client: Client,
): Promise<{ codeSecret: string }> {
  requireSwitchedOn()
  const codeSecret = randomSecret()
  const kind = isByApi ? 'sign_in_code_by_api' : 'sign_in_code'
  await askForMail({ kind, ...input, browserHash: hashSecret(codeSecret) }, client)
  return { codeSecret }
}

function requireSwitchedOn(): void {
  if (env.SIGN_IN_BY_CODE === 'off') throw new AppError('not_found')
}

/**
 * Mails the code, when the address has an active account that was confirmed, and is its main one while that is held.
 * Codes for other browsers stay good until one has served: else anybody could void the owner's.
 */
export const mailSignInCode = answerWithCode({ isByApi: false })
export const mailSignInCodeByApi = answerWithCode({ isByApi: true })

function answerWithCode({ isByApi }: { isByApi: boolean }): Answer {
  return async (tx, { email, locale, client, browserHash }, now) => {
    if (browserHash === undefined || env.SIGN_IN_BY_CODE === 'off') return
    const user = await lockActiveByEmail(email, tx)
    const mayEnter = user?.emailVerifiedAt && (await mayMailWayIn(tx, { user, email }, now))
    if (!user || !mayEnter) return pretendCode(tx, { email, browserHash }, now)
    const { id: userId } = user
    const code = await createCode(tx, { purpose: 'sign_in_code', userId, browserHash, data: {} }, now)
    const mail = { to: email, template: 'sign-in-code', locale: user.profile?.locale ?? locale } as const
    await queueMail(tx, { ...mail, data: { code, isByApi } })
    await recordAudit(tx, { event: 'account.request_code', outcome: 'success', userId, client })
  }
}

// A code that nobody knows, expired at once: guesses at it are counted by the address, as at one that was mailed.
async function pretendCode(tx: Db, { email, browserHash }: { email: string; browserHash: string }, now: Date) {
  await createCode(tx, { purpose: 'sign_in_code', userId: null, browserHash, data: { email }, seconds: 0 }, now)
}

/**
 * Signs a browser in by the code that was mailed for it.
 *
 * @throws AppError not_found: the owner has not switched it on, or has switched it off since the code was mailed
 * @throws AppError validation_failed: not the code that was sent, or one that was tried too often, used or has expired
 * @throws AppError too_many_requests
 */
export async function signInByCode(
  { code, codeSecret, isKept }: { code: string; codeSecret: string | undefined; isKept: boolean },
  client: Client,
  now: Date = new Date(),
): Promise<StartedSession> {
  const { userId, spend } = await checkSignInCode({ code, codeSecret }, client, now)
  return inTransaction(async (tx) => {
    await spend(tx)
    return startBrowserSession({ userId, method: 'code', isKept, client }, now, tx)
  })
}

/**
 * Tries a code: whose it is, and what uses it up in the transaction that opens their session.
 * @throws AppError not_found, validation_failed, too_many_requests: as signInByCode; `spend` throws validation_failed
 */
export async function checkSignInCode(
  { code, codeSecret = '' }: { code: string; codeSecret: string | undefined },
  client: Client,
  now: Date,
): Promise<{ userId: string; spend: (tx: Db) => Promise<void> }> {
  requireSwitchedOn()
  await countAttempt({ act: 'password', client })
  const key = { purpose: 'sign_in_code', browserHash: hashSecret(codeSecret) } as const
  const { userId } = await tryCode({ ...key, code }, client, now)
  if (!userId) throw wrongCode()
  const spend = async (tx: Db) => {
    const isOpen = (await lockActive(tx, userId)) && (await spendCode(tx, key, now))
    if (!isOpen) throw wrongCode()
    await discardOneTimeTokens(tx, { purposes: ['sign_in_code'], userId, now })
  }
  return { userId, spend }
}
