import { canonicalEmail } from '@/lib/accounts/email'
import { findPersonByEmail } from '@/lib/accounts/find-recipient'
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
  const person = email === undefined ? null : await findPersonByEmail(canonicalEmail(email))
  const asked = { ...(person && { personId: person.id }), ...(state && { state }), ...(session && { session }) }
  await recordAudit(db, { event: 'token.export', outcome: 'success', userId: staffId, client, data: asked })
  return tokensAsCsv(filter)
}
