import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import type { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Client } from '@/lib/sessions/client'

const MAX_CAUSE = 300

/** Keeps why a provider sign-in failed: the person sees a friendly page, the owner finds the cause here. */
export async function recordProviderFailure(
  error: AppError,
  { provider, client }: { provider: string; client: Client },
): Promise<void> {
  const reason = error.reason ?? error.code
  const cause = error.cause instanceof Error ? error.cause.message.slice(0, MAX_CAUSE) : ''
  log.warn({ provider, reason, cause, requestId: client.requestId }, 'provider sign-in failed')
  await recordAudit(db, { event: 'account.sign_in', outcome: 'failure', reason, client, data: { provider, cause } })
}
