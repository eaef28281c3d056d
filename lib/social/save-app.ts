import { isDeepStrictEqual } from 'node:util'
import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { AppError, type FieldProblems, isAppError } from '@/lib/errors'
import { runSoon } from '@/lib/jobs/run-soon'
import type { Client } from '@/lib/sessions/client'
import { createApp, deleteUnusedApp, findApp, type StoredApp, updateApp } from './app-store'
import { checkClient } from './checks/check-client'
import { look } from './checks/finding'
import { meetProvider, tokenUrlOf } from './meet-provider'
import { type FaultCode, ProviderFault } from './provider-fault'
import { nameOfKind, settingsOfApp } from './provider-settings'
import { providerOf } from './providers'
import type { AddAppInput, AppActInput, ChangeAppInput } from './schemas'

type Actor = { ownerId: string; client: Client }

/**
 * Gives a provider keys, after the provider was asked whether it takes them.
 *
 * @returns the provider's id
 * @throws AppError validation_failed: it refuses them, its issuer is none, or it has keys already
 */
export async function addApp(input: AddAppInput, { ownerId, client }: Actor): Promise<string> {
  const { clientSecret, ...given } = input
  const named = given.kind === 'openid' ? given : { ...given, provider: given.kind, name: nameOfKind(given.kind) }
  const app: StoredApp = { issuer: null, ...named, clientSecret: encrypt(clientSecret), isEnabled: true }
  await requireAcceptance(app)
  const { provider } = app
  await inTransaction(async (tx) => {
    if (!(await createApp(tx, app))) throw new AppError('validation_failed', { fields: { provider: ['taken'] } })
    await recordAudit(tx, { event: 'provider.add', outcome: 'success', userId: ownerId, client, data: { provider } })
  })
  return provider
}

/**
 * Changes the keys of a provider; they count for the next sign-in of anybody. A secret that the provider refuses never
 * replaces one that works. Tokens that are not to be kept any more are used no more, and a job forgets them at once.
 *
 * @throws AppError not_found
 * @throws AppError validation_failed: the provider refuses them
 */
export async function changeApp(input: ChangeAppInput, { ownerId, client }: Actor): Promise<void> {
  const { provider, clientSecret, ...changes } = input
  const app = await findApp(provider)
  if (!app) throw new AppError('not_found')
  const changed = { ...changes, ...(clientSecret && { clientSecret: encrypt(clientSecret) }) }
  await requireAcceptance({ ...app, ...changed })
  const data = { provider, settings: namesOfChanged(app, changed) }
  await inTransaction(async (tx) => {
    if (!(await updateApp(tx, provider, changed))) throw new AppError('not_found')
    await recordAudit(tx, { event: 'provider.change', outcome: 'success', userId: ownerId, client, data })
  })
  if (app.keepsTokens && !changed.keepsTokens) await runSoon('forget-provider-tokens')
}

function namesOfChanged(before: StoredApp, after: Partial<StoredApp>): string[] {
  const names = Object.keys(after) as (keyof StoredApp)[]
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]))
}

// A provider that cannot be reached just now refuses nothing, but an OpenID provider has to be met once.
async function requireAcceptance(app: StoredApp): Promise<void> {
  const keys = await look('keys', () => settingsOfApp(app))
  if (keys.fault) throw new AppError('validation_failed', { fields: problemsOf(keys.fault) })
  const met = await meetProvider(providerOf(settingsOfApp(app))).catch((error: unknown) => {
    if (app.kind === 'openid') throw refusalOf(error)
  })
  if (!met) return
  const { fault } = await look('client', () => checkClient(met.provider, tokenUrlOf(met)))
  if (fault === 'client_refused')
    throw new AppError('validation_failed', { fields: { clientSecret: ['client_refused'] } })
}

function refusalOf(error: unknown): AppError {
  const fault = isAppError(error) ? error.cause : null
  if (!(fault instanceof ProviderFault) || fault.code !== 'foreign_endpoint')
    return new AppError('validation_failed', { fields: { issuer: ['issuer_refused'] } })
  return new AppError('validation_failed', {
    fields: { endpointOrigins: ['endpoint_elsewhere'] },
    fieldValues: fault.values,
  })
}

function problemsOf(fault: FaultCode): FieldProblems {
  if (fault === 'issuer_unsafe') return { issuer: [fault] }
  if (fault === 'endpoint_origin_unsafe') return { endpointOrigins: [fault] }
  return { clientSecret: ['required'] }
}

/**
 * Switches a provider on or off, or forgets its keys.
 *
 * @throws AppError not_found
 * @throws AppError provider_in_use: keys by which somebody signs in are only switched off: another provider of the same
 *   name would meet their identities
 */
export async function actOnApp({ provider, act }: AppActInput, { ownerId, client }: Actor): Promise<void> {
  await inTransaction(async (tx) => {
    const outcome =
      act === 'delete'
        ? await deleteUnusedApp(tx, provider)
        : (await updateApp(tx, provider, { isEnabled: act === 'enable' })) || 'absent'
    if (outcome === 'in_use') throw new AppError('provider_in_use')
    if (outcome === 'absent') throw new AppError('not_found')
    const event = `provider.${act}`
    await recordAudit(tx, { event, outcome: 'success', userId: ownerId, client, data: { provider } })
  })
}
