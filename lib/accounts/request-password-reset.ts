import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, db } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { createOneTimeToken } from './one-time-token-store'
import { findUserByEmail } from './store'

/**
 * Mails a link to choose a new password, when the address has an account; says nothing about whether it does.
 *
 * @throws AppError too_many_requests
 */
export async function requestPasswordReset(
  { email, locale }: { email: string; locale: string },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  await countAttempt({ act: 'mail', account: email, client })
  await db.$transaction(async (tx) => {
    const user = await findUserByEmail(email, tx)
    if (!user?.isActive) return
    const { uid, token } = await createResetToken(tx, user, now)
    const url = `${env.AUTH_URL}/reset-password?${new URLSearchParams({ uid, token })}`
    const ownLocale = user.profile?.locale ?? locale
    await queueMail(tx, { to: email, template: 'reset-password', locale: ownLocale, data: { url } })
    await recordAudit(tx, { event: 'account.request_reset', outcome: 'success', userId: user.id, client })
  })
}

/**
 * Makes the same without a mail, for whoever runs the site and hands the link over by another way.
 * @throws AppError not_found: the address has no active account
 */
export async function issueResetToken(email: string, client: Client): Promise<{ uid: string; token: string }> {
  return db.$transaction(async (tx) => {
    const user = await findUserByEmail(email, tx)
    if (!user?.isActive) throw new AppError('not_found')
    await recordAudit(tx, { event: 'account.issue_reset', outcome: 'success', userId: user.id, client })
    return createResetToken(tx, user)
  })
}

/** Makes what a reset link carries; `uid` names the person, as dj-rest-auth's clients send it back. */
export async function createResetToken(
  on: Db,
  { id: userId, number }: { id: string; number: number },
  now: Date = new Date(),
): Promise<{ uid: string; token: string }> {
  const secret = randomSecret()
  const expiresAt = secondsAfter(now, env.RESET_PASSWORD_SECONDS)
  await createOneTimeToken(on, { purpose: 'reset_password', userId, secret, data: {}, expiresAt })
  return { uid: Buffer.from(String(number)).toString('base64url'), token: secret }
}
