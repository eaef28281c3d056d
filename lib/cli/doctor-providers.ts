import { env } from '@/lib/env'
import { checkProvider } from '@/lib/social/check-provider'
import { checkFromOutside } from '@/lib/social/checks/check-origin'
import type { Finding } from '@/lib/social/checks/finding'
import { findingText } from '@/lib/social/finding-text'
import { listUnusableApps } from '@/lib/social/list-configured-providers'
import { listProviderSettings } from '@/lib/social/provider-settings'
import type { Check } from './doctor-checks'

/** One check for the address of this installation, and one for each provider that has keys; and where the rest is tried. */
export async function listProviderChecks(): Promise<{ checks: Check[]; atBrowser: string | null }> {
  const origin = { name: 'origin', run: async () => sayAll(await checkFromOutside()) }
  const unusable = (await listUnusableApps()).map(({ provider, finding }) => ({
    name: provider,
    run: async () => sayAll([finding]),
  }))
  const providers = (await listProviderSettings()).map((settings) => ({
    name: settings.id,
    run: async () => sayAll(await checkProvider(settings)),
  }))
  // In local mode the server is often not running while one looks.
  const checks = [...(env.LATCHKEY_MODE === 'production' ? [origin] : []), ...unusable, ...providers]
  const place = `the proxy and a test sign-in are tried at ${env.AUTH_URL}/admin/providers, by the owner`
  return { checks, atBrowser: providers.length > 0 ? place : null }
}

function sayAll(findings: Finding[]): string {
  const faults = findings.flatMap((finding) => findingText(finding) ?? [])
  if (faults.length > 0) throw new Error(faults.join(' '))
  return `${findings.map(({ check }) => check.replace('_', ' ')).join(', ')}: fine`
}
