import { env } from '@/lib/env'
import { checkProvider } from '@/lib/social/check-provider'
import { checkOrigin } from '@/lib/social/checks/check-origin'
import { type Finding, look } from '@/lib/social/checks/finding'
import { findingText } from '@/lib/social/finding-text'
import { listUnusableApps } from '@/lib/social/list-configured-providers'
import { listProviderSettings } from '@/lib/social/provider-settings'
import type { Check } from './doctor-checks'

/** One check for the address of this installation, and one for each provider that has keys. */
export async function listProviderChecks(): Promise<Check[]> {
  const origin = { name: 'origin', run: async () => sayAll([await look('origin', checkOrigin)]) }
  const unusable = (await listUnusableApps()).map(({ provider, finding }) => ({
    name: provider,
    run: async () => sayAll([finding]),
  }))
  const providers = (await listProviderSettings()).map((settings) => ({
    name: settings.id,
    run: async () => sayAll(await checkProvider(settings)),
  }))
  // In local mode the server is often not running while one looks.
  return [...(env.LATCHKEY_MODE === 'production' ? [origin] : []), ...unusable, ...providers]
}

function sayAll(findings: Finding[]): string {
  const faults = findings.flatMap((finding) => findingText(finding) ?? [])
  if (faults.length > 0) throw new Error(faults.join(' '))
  return `${findings.map(({ check }) => check.replace('_', ' ')).join(', ')}: fine`
}
