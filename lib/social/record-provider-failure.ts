import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import type { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Client } from '@/lib/sessions/client'
import { makeShortCode } from '@/lib/short-code'
import { ProviderFault } from './provider-fault'
import { listProviderSettings } from './provider-settings'

const MAX_CAUSE = 300

/**
 * Keeps why a provider sign-in failed: the person sees a friendly page with an id, by which the owner finds the cause.
 * @returns the id, eight characters like `K7Q2-M4PX`
 */
export async function recordProviderFailure(
  error: AppError,
  { provider, client }: { provider: string; client: Client },
): Promise<string> {
  const incident = makeShortCode()
  const reason = error.reason ?? error.code
  const cause = await withoutSecrets(error.cause instanceof Error ? error.cause.message : '')
  const data = { provider, incident, cause: cause.slice(0, MAX_CAUSE), ...faultOf(error.cause) }
  log.warn({ ...data, reason, requestId: client.requestId }, 'provider sign-in failed')
  await recordAudit(db, { event: 'account.sign_in', outcome: 'failure', reason, client, data })
  return incident
}

function faultOf(cause: unknown): { fault?: string; values?: string } {
  if (cause instanceof ProviderFault) return { fault: cause.code, values: JSON.stringify(cause.values) }
  // What a token endpoint answers, as the library that asked it hands on.
  const answered = cause instanceof Error && 'error' in cause ? cause.error : undefined
  if (answered !== 'invalid_client') return {}
  return { fault: 'client_refused', values: JSON.stringify({ said: answered }) }
}

async function withoutSecrets(text: string): Promise<string> {
  const settings = await listProviderSettings()
  return settings.reduce((shown, { clientSecret }) => shown.replaceAll(clientSecret, '…'), text)
}
