import { isAppError } from '@/lib/errors'
import { processWide } from '@/lib/process-wide'

// No connection, or none in time; a statement or a transaction that took too long; a deadlock or a conflict that was lost.
const OUTAGE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '57014',
  '40P01',
  '40001',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
])
const OUTAGE_TEXT =
  /timeout exceeded when trying to connect|query read timeout|connection terminated|terminating connection|is not queryable|can't reach database/i
// What Prisma has no code of its own for carries the database's in its text.
const OUTAGE_CODE_IN_TEXT = /Code: `(57014|40P01|40001)`/
const MEMORY_MS = 2_000
const MAX_CAUSES = 5

const lastOutage = processWide('last-outage', () => ({ at: 0 }))

/** Whether an error, or one that caused it, says that the database or the counters could not be reached, or not in time. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > MAX_CAUSES) return false
  if (isAppError(error) && error.code === 'unavailable') return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    OUTAGE_CODES.has(code) ||
    OUTAGE_TEXT.test(error.message) ||
    OUTAGE_CODE_IN_TEXT.test(error.message) ||
    isOutage(error.cause, depth + 1)
  )
}

/** Remembers that a page failed for want of the database or of the counters; the server turns its 500 into a 503. */
export function noteOutage(now = Date.now()): void {
  lastOutage.at = now
}

export function wasOutageNoted(now = Date.now()): boolean {
  return now - lastOutage.at < MEMORY_MS
}
