import { canonicalEmail } from '@/lib/accounts/email'
import { findPersonIdByEmail } from '@/lib/accounts/find-person'
import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import type { TokenFilter } from './list-tokens'
import { tokensAsCsv } from './tokens-as-csv'

/** The token list for the staff to take away, which is on record: it holds the addresses and IPs of everybody. */
export async function exportTokens(
  filter: TokenFilter,
  { staffId, client }: { staffId: string; client: Client },
): Promise<AsyncGenerator<string>> {
  const { email, state, session } = filter
  const personId = email === undefined ? null : await findPersonIdByEmail(canonicalEmail(email))
  const asked = { ...(personId && { personId }), ...(state && { state }), ...(session && { session }) }
  await recordAudit(db, { event: 'token.export', outcome: 'success', userId: staffId, client, data: asked })
  return tokensAsCsv(filter)
}
