import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { mayMailWayIn } from './account-hold'
import type { Answer } from './answer-mail-requests'
import { askForMail } from './ask-for-mail'
import { createOneTimeToken, discardOneTimeTokens } from './one-time-token-store'
import { lockActiveByEmail } from './store'

/**
 * Asks for a link to choose a new password; says nothing about whether the address has an account.
 *
 * @throws AppError too_many_requests
 */
export function requestPasswordReset(input: { email: string; locale: string }, client: Client): Promise<void> {
  return askForMail({ kind: 'reset_password', ...input }, client)
}

/** Mails the link, when the address has an active account, and is its main one while that is held. */
export const mailResetLink: Answer = async (tx, { email, locale, client }, now) => {
  const user = await lockActiveByEmail(email, tx)
  if (!user || !(await mayMailWayIn(tx, { user, email }, now))) return
  const { uid, token } = await createResetToken(tx, { ...user, email }, now)
  const url = `${env.AUTH_URL}/reset-password?${new URLSearchParams({ uid, token })}`
  await queueMail(tx, { to: email, template: 'reset-password', locale: user.profile?.locale ?? locale, data: { url } })
  await recordAudit(tx, { event: 'account.request_reset', outcome: 'success', userId: user.id, client })
}

/**
 * Makes the same without a mail, for whoever runs the site and hands the link over by another way.
 * @throws AppError not_found: the address has no active account
 */
export async function issueResetToken(email: string, client: Client): Promise<{ uid: string; token: string }> {
  return inTransaction(async (tx) => {
    const user = await lockActiveByEmail(email, tx)
    if (!user) throw new AppError('not_found')
    await recordAudit(tx, { event: 'account.issue_reset', outcome: 'success', userId: user.id, client })
    return createResetToken(tx, { ...user, email })
  })
}

/**
 * Makes what a reset link carries, and voids the links before it; `uid` names the person, as dj-rest-auth's clients send
 * it back.
 * @param user `email` is the address the link goes to, which proves that one and no other
 */
export async function createResetToken(
  on: Db,
  user: { id: string; number: number; email: string },
  now: Date = new Date(),
): Promise<{ uid: string; token: string }> {
  const { id: userId, number, email } = user
  const secret = randomSecret()
  const expiresAt = secondsAfter(now, env.RESET_PASSWORD_SECONDS)
  await discardOneTimeTokens(on, { purposes: ['reset_password'], userId, now })
  await createOneTimeToken(on, { purpose: 'reset_password', userId, secret, data: { email }, expiresAt })
  return { uid: Buffer.from(String(number)).toString('base64url'), token: secret }
}
