import { inTransaction } from '@/lib/db'
import { log } from '@/lib/log'
import { headAt, isHeadGood, nameOf, type Seal, sealEvent } from './seal'
import { appendSeals, findUnsealedEvents, lockHead } from './seal-store'

const BATCH = 500

/**
 * Seals every audit event that has been committed and not sealed yet into the chain, and says how many. The new head is
 * logged: kept where the database's administrator cannot write, it tells a cut tail from a quiet night.
 */
export async function sealAuditEvents(now: Date = new Date()): Promise<number> {
  let sealed = 0
  for (let count = BATCH; count === BATCH; sealed += count) count = await sealBatch(now)
  return sealed
}

async function sealBatch(now: Date): Promise<number> {
  const seals = await inTransaction(async (tx) => {
    const found = await lockHead(tx)
    if (!found || !isHeadGood(found)) {
      throw new Error('the head of the audit chain was altered, or its key is gone from ENCRYPTION_KEYS')
    }
    let head = headAt(found)
    const seals: Seal[] = []
    for (const event of await findUnsealedEvents(tx, BATCH)) {
      const seal = sealEvent(event, head, now)
      seals.push(seal)
      head = headAt(seal)
    }
    // A head signed with a key that is on its way out is signed again, also in a quiet hour.
    if (seals.length > 0 || (found.position > 0n && head.keyId !== found.keyId)) await appendSeals(tx, seals, head)
    return seals
  })
  const last = seals.at(-1)
  if (last) log.info({ head: nameOf(last) }, 'audit events sealed')
  return seals.length
}
