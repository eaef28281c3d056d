import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import type { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import type { Client } from '@/lib/sessions/client'
import { makeShortCode } from '@/lib/short-code'
import { listProviderSettings, type ProviderSettings } from './provider-settings'
import { providerOf } from './providers'
import { faultBehind } from './refusal-fault'

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
  const data = { provider, incident, ...(await describeCause(error.cause, provider)) }
  log.warn({ ...data, reason, requestId: client.requestId }, 'provider sign-in failed')
  await recordAudit(db, { event: 'account.sign_in', outcome: 'failure', reason, client, data })
  return incident
}

type Description = { cause: string; fault?: string; values?: string }

async function describeCause(cause: unknown, provider: string): Promise<Description> {
  const all = await listProviderSettings()
  const masked = (text: string) => withoutSecrets(text, all).slice(0, MAX_CAUSE)
  const said = masked(cause instanceof Error ? cause.message : '')
  const settings = all.find(({ id }) => id === provider)
  const fault = faultBehind(cause, { id: provider, scope: settings ? providerOf(settings).scope : '' })
  if (!fault) return { cause: said }
  const values = Object.entries(fault.values).map(([name, value]) => [name, masked(value)])
  return { cause: said, fault: fault.code, values: JSON.stringify(Object.fromEntries(values)) }
}

/** As it stands, and as it stands in an address or a form. */
function withoutSecrets(text: string, settings: ProviderSettings[]): string {
  const secrets = settings.flatMap(readIfPossible)
  const spelled = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)])
  return spelled.reduce((shown, secret) => shown.replaceAll(secret, '…'), text)
}

// One that cannot be read was never sent anywhere.
function readIfPossible({ readSecret }: ProviderSettings): string[] {
  try {
    return [readSecret()]
  } catch {
    return []
  }
}
