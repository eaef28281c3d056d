import { recordAudit } from '@/lib/audit/record-audit'
import type { Db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import type { Client } from '@/lib/sessions/client'
import type { Answer } from './answer-mail-requests'
import { askForMail } from './ask-for-mail'
import { parseConfirmation, sendConfirmation } from './email-confirmation'
import { dropHashedToken } from './one-time-token-store'
import { type CredentialUser, findUserByEmail } from './store'

type Resending = {
  email: string
  locale: string
  isByApi?: boolean
  /** What the browser got when it signed up. */
  signUpSecret?: string | undefined
}

/**
 * Asks for a new confirmation link; says nothing about whether the address waits for one.
 *
 * @throws AppError too_many_requests
 */
export function resendConfirmation(
  { isByApi = false, signUpSecret, ...input }: Resending,
  client: Client,
): Promise<void> {
  const kind = isByApi ? 'resend_confirmation_by_api' : 'resend_confirmation'
  return askForMail({ kind, ...input, ...(signUpSecret && { browserHash: hashSecret(signUpSecret) }) }, client)
}

/** Mails the link, when the address waits for its confirmation. */
export const mailConfirmationAgain = answerWithLink({ isByApi: false })
export const mailConfirmationAgainByApi = answerWithLink({ isByApi: true })

// In any browser but the one of the sign-up that stands, the password on the account is asked for.
function answerWithLink({ isByApi }: { isByApi: boolean }): Answer {
  return async (tx, { email, locale, client, browserHash: asking }, now) => {
    const user = await findUserByEmail(email, tx)
    if (!user || user.emailVerifiedAt || !user.isActive) return
    const { passwordHash, profile } = user
    const browserHash = (await isOfThisSignUp(tx, user, asking)) ? (asking ?? null) : null
    const confirmation = { email, name: profile?.name ?? '', passwordHash, browserHash, isByApi }
    await sendConfirmation(tx, { user, locale: profile?.locale ?? locale, confirmation, now })
    await recordAudit(tx, { event: 'account.resend_confirmation', outcome: 'success', userId: user.id, client })
  }
}

/** Whether this browser made the sign-up whose password the account has now; its code gives way to the next one. */
async function isOfThisSignUp(
  tx: Db,
  { id: userId, passwordHash }: CredentialUser,
  browserHash = '',
): Promise<boolean> {
  const code = await dropHashedToken(tx, { purpose: 'confirm_code', hash: browserHash, userId })
  return code !== null && parseConfirmation(code).passwordHash === passwordHash
}
