import { db } from '@/lib/db'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { sendConfirmation } from './email-confirmation'
import { findUserByEmail } from './store'

/**
 * Mails a new confirmation link when the address waits for one; says nothing about whether it does.
 * The link stands for no sign-up of its own, so the password on the account is asked for.
 */
export async function resendConfirmation(
  { email, locale, isByApi = false }: { email: string; locale: string; isByApi?: boolean },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  await countAttempt({ act: 'mail', account: email, client })
  await db.$transaction(async (tx) => {
    const user = await findUserByEmail(email, tx)
    if (!user || user.emailVerifiedAt || !user.isActive) return
    const { passwordHash, profile } = user
    const confirmation = { email, name: profile?.name ?? '', passwordHash, browserHash: null, isByApi }
    await sendConfirmation(tx, { user, locale: user.profile?.locale ?? locale, confirmation, now })
  })
}
