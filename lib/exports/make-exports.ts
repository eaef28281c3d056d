import { buffer } from 'node:stream/consumers'
import { findRecipient } from '@/lib/accounts/find-recipient'
import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { queueMail } from '@/lib/mail/queue-mail'
import { schedule } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { GIVEN_UP, MAX_ATTEMPTS, PAUSES_SECONDS, UNDER_WAY_SECONDS } from './export-attempts'
import { claimDue, countFailing, findLost, giveUp, type PendingExport, storeExport } from './export-store'
import { EXPORT_DAYS } from './request-export'
import { zipPersonalData } from './zip-personal-data'

/**
 * Makes every export that is due, and mails each person the link to theirs. One that fails holds up no other; it is
 * tried again later, and given up in the end.
 *
 * @returns how many were made
 * @throws while any of them has failed: the job's fault is what the owner sees
 */
export async function makeExports(now: Date = new Date()): Promise<number> {
  let [made, failed] = [0, 0]
  const expiresAt = expiryOf(now)
  for (;;) {
    const pending = await claimDue({ pausesSeconds: PAUSES_SECONDS, maxAttempts: MAX_ATTEMPTS, expiresAt })
    if (!pending) break
    const outcome = await tryExport(pending, now)
    if (outcome === 'made') made += 1
    if (outcome === 'failed' && pending.attempts === 1) failed += 1
  }
  const lostBy = secondsAfter(expiresAt, -(PAUSES_SECONDS[MAX_ATTEMPTS] ?? 0))
  for (const lost of await findLost({ attempts: MAX_ATTEMPTS, expiresBy: lostBy })) await recordGivingUp(lost)
  failed += await countFailing({ expiresBy: secondsAfter(expiresAt, -UNDER_WAY_SECONDS) })
  if (failed > 0) throw new Error(`${failed} exports could not be made; the log says why`)
  return made
}

function expiryOf(now: Date): Date {
  return secondsAfter(now, EXPORT_DAYS * 86_400)
}

async function tryExport(pending: PendingExport, now: Date): Promise<'made' | 'superseded' | 'failed'> {
  try {
    return (await makeExport(pending, now)) ? 'made' : 'superseded'
  } catch (error) {
    const { userId, attempts } = pending
    log.error({ error, userId, attempts }, 'an export could not be made')
    if (attempts === MAX_ATTEMPTS) await recordGivingUp(pending)
    return 'failed'
  }
}

async function makeExport(pending: PendingExport, now: Date): Promise<boolean> {
  const { userId, requestedAt } = pending
  const zip = await buffer(zipPersonalData(userId, now))
  const secret = randomSecret()
  const made = { zip, secretHash: hashSecret(secret), madeAt: now, expiresAt: expiryOf(now) }
  return inTransaction(async (tx) => {
    if (!(await storeExport(tx, { userId, requestedAt, ...made }))) return false
    const { email, locale } = await findRecipient(userId, tx)
    const data = { url: `${env.AUTH_URL}/your-data/download?token=${secret}`, days: EXPORT_DAYS }
    await queueMail(tx, { to: email, template: 'export-ready', locale: locale ?? pending.locale, data })
    await recordAudit(tx, { event: 'account.make_export', outcome: 'success', userId, client: schedule })
    return true
  })
}

function recordGivingUp({ userId, requestedAt }: Pick<PendingExport, 'userId' | 'requestedAt'>): Promise<void> {
  return inTransaction(async (tx) => {
    if (!(await giveUp(tx, { userId, requestedAt, attempts: GIVEN_UP }))) return
    await recordAudit(tx, {
      event: 'account.make_export',
      outcome: 'failure',
      reason: 'internal',
      userId,
      client: schedule,
    })
  })
}
