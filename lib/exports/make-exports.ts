import { findRecipient } from '@/lib/accounts/find-recipient'
import { inTransaction } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { queueMail } from '@/lib/mail/queue-mail'
import { secondsAfter } from '@/lib/sessions/session'
import { claimPending, type PendingExport, storeExport } from './export-store'
import { EXPORT_DAYS } from './request-export'
import { zipPersonalData } from './zip-personal-data'

const MAX_ATTEMPTS = 5

/**
 * Makes every export that was asked for, and mails each person the link to theirs.
 * @returns how many were made
 */
export async function makeExports(now: Date = new Date()): Promise<number> {
  let count = 0
  for (;;) {
    const pending = await claimPending({ maxAttempts: MAX_ATTEMPTS })
    if (!pending) return count
    if (await makeExport(pending, now)) count += 1
  }
}

async function makeExport(pending: PendingExport, now: Date): Promise<boolean> {
  const zip = await zipPersonalData(pending.userId, now)
  const secret = randomSecret()
  const made = { zip, secretHash: hashSecret(secret), madeAt: now, expiresAt: secondsAfter(now, EXPORT_DAYS * 86_400) }
  return inTransaction(async (tx) => {
    if (!(await storeExport(tx, { ...pending, ...made }))) return false
    const { email, locale } = await findRecipient(pending.userId, tx)
    const data = { url: `${env.AUTH_URL}/your-data/download?token=${secret}`, days: EXPORT_DAYS }
    await queueMail(tx, { to: email, template: 'export-ready', locale: locale ?? pending.locale, data })
    return true
  })
}
