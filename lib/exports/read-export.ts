import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { findSize, readPart } from './export-store'

const PART_BYTES = 262_144

/**
 * Opens an export for the person it is about, who holds the link from the mail as well.
 *
 * @returns its size in bytes, and its parts one after the other
 * @throws AppError token_invalid: unknown, expired, superseded, or another person's
 */
export async function readExport(
  { userId, token }: { userId: string; token: string },
  client: Client,
  now: Date = new Date(),
): Promise<{ size: number; parts: AsyncGenerator<Uint8Array> }> {
  await countAttempt({ act: 'link', client })
  const secretHash = hashSecret(token)
  const size = await findSize({ userId, secretHash }, now)
  if (size === null) throw new AppError('token_invalid')
  await recordAudit(db, { event: 'account.download_export', outcome: 'success', userId, client })
  return { size, parts: partsOf(secretHash, size) }
}

async function* partsOf(secretHash: string, size: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < size; offset += PART_BYTES) {
    const part = await readPart(secretHash, offset, PART_BYTES)
    if (!part) throw new Error('the export was replaced while it was read')
    yield part
  }
}
