import { parseArgs } from 'node:util'
import { type AuditFault, type FaultName, verifyAudit } from '@/lib/audit/verify-audit'
import { pool } from '@/lib/db'
import type { Command } from './command'

const texts: Record<FaultName, string> = {
  altered: 'was altered after it had been sealed',
  deleted: 'was deleted after it had been sealed',
  deleted_unsealed: 'was deleted before it was sealed',
  not_sealed: 'was put there past the seals',
  backdated: 'says that it is older than the seals before it',
  seal_missing: 'the seal is missing, and its event with it or unprotected',
  seal_unknown: 'is sealed beyond the head of the chain',
  unchecked: 'cannot be checked: the seal before it is missing',
  key_unknown: 'cannot be checked: ENCRYPTION_KEYS lacks the key of its seal',
  head_altered: 'the head of the chain is not ours, or ENCRYPTION_KEYS lacks its key',
  head_unmet: 'the chain does not hold the head you named: its end was cut and written again, or never was this one',
}

export const verifyAuditCommand: Command = async (args) => {
  const { values } = parseArgs({ args, options: { head: { type: 'string' } } })
  try {
    const onProgress = (checked: number) => process.stderr.write(`\r${checked} events checked`)
    const { checked, head, faults } = await verifyAudit({ expectedHead: values.head, onProgress })
    process.stderr.write(`${'\r'.padEnd(40)}\r`)
    for (const fault of faults) console.error(explain(fault))
    console.log(`${checked} events checked, ${faults.length} faults. Head: ${head}`)
    return faults.length === 0 ? 0 : 1
  } finally {
    await pool.end()
  }
}

function explain({ fault, position, eventId }: AuditFault): string {
  const place = [eventId && `event ${eventId}`, position !== undefined && `position ${position}`].filter(Boolean)
  return place.length > 0 ? `${place.join(', ')}: ${texts[fault]}` : texts[fault]
}
