import type { Client } from '@/lib/sessions/client'
import type { Answer } from './answer-mail-requests'
import { askForMail } from './ask-for-mail'
import { sendConfirmation } from './email-confirmation'
import { findUserByEmail } from './store'

/**
 * Asks for a new confirmation link; says nothing about whether the address waits for one.
 *
 * @throws AppError too_many_requests
 */
export function resendConfirmation(
  { isByApi = false, ...input }: { email: string; locale: string; isByApi?: boolean },
  client: Client,
): Promise<void> {
  return askForMail({ kind: isByApi ? 'resend_confirmation_by_api' : 'resend_confirmation', ...input }, client)
}

/** Mails the link, when the address waits for its confirmation. */
export const mailConfirmationAgain: Answer = (tx, request, now) => mailAgain(tx, request, now, false)
export const mailConfirmationAgainByApi: Answer = (tx, request, now) => mailAgain(tx, request, now, true)

// The link stands for no sign-up of its own, so the password on the account is asked for.
async function mailAgain(...[tx, { email, locale }, now, isByApi]: [...Parameters<Answer>, boolean]): Promise<void> {
  const user = await findUserByEmail(email, tx)
  if (!user || user.emailVerifiedAt || !user.isActive) return
  const { passwordHash, profile } = user
  const confirmation = { email, name: profile?.name ?? '', passwordHash, browserHash: null, isByApi }
  await sendConfirmation(tx, { user, locale: profile?.locale ?? locale, confirmation, now })
}
