import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { requeueDead } from './outbox-store'

type Act = { staffId: string; client: Client }

/**
 * Has a dead letter sent again, for the staff.
 * @throws AppError not_found: no such dead letter, or its body is gone
 */
export async function retryMail(
  { mailId, staffId, client }: Act & { mailId: string },
  now = new Date(),
): Promise<void> {
  await inTransaction(async (tx) => {
    if ((await requeueDead(tx, { id: mailId, now })) === 0) throw new AppError('not_found')
    await recordAudit(tx, { event: 'mail.retry', outcome: 'success', userId: staffId, client, data: { mailId } })
  })
}

/** Has every dead letter sent again whose body is there; says how many. */
export async function retryAllMail({ staffId, client }: Act, now = new Date()): Promise<number> {
  return inTransaction(async (tx) => {
    const count = await requeueDead(tx, { now })
    if (count === 0) return 0
    await recordAudit(tx, { event: 'mail.retry_all', outcome: 'success', userId: staffId, client, data: { count } })
    return count
  })
}
