import { envSchema } from '@/lib/env'
import { findProductionFaults } from '@/lib/production-faults'
import type { Command } from './command'
import type { Check } from './doctor-checks'

/** Asks everything the server needs, and says for each whether it is well or what to do; exit code 1 if one is not. */
export const doctor: Command = async () => {
  const failed = new Set<string>()
  await run({ name: 'settings', run: checkSettings }, failed)
  if (!areReadable()) return 1
  // Loaded only now: connecting takes readable settings for granted.
  const [{ checks }, { pool }] = await Promise.all([import('./doctor-checks'), import('@/lib/db')])
  try {
    for (const check of checks) await run(check, failed)
    if (failed.has('migrations') || failed.has('database')) return 1
    const { listProviderChecks } = await import('./doctor-providers')
    const { checks: others, atBrowser } = await listProviderChecks()
    for (const check of others) await run(check, failed)
    if (atBrowser) print('note', 'browser', atBrowser)
    return failed.size === 0 ? 0 : 1
  } finally {
    await pool.end()
  }
}

async function run({ name, needs, run: look }: Check, failed: Set<string>): Promise<void> {
  try {
    if (needs && failed.has(needs)) throw new Error(`not looked at: ${needs} comes first`)
    print('ok', name, await look())
  } catch (error) {
    failed.add(name)
    print('fault', name, error instanceof Error ? error.message : String(error))
  }
}

async function checkSettings(): Promise<string> {
  const faults = findProductionFaults(process.env)
  if (faults.length > 0) throw new Error(`${faults.join('; ')} (see .env.example)`)
  return `${process.env.LATCHKEY_MODE || 'production'} mode`
}

function areReadable(): boolean {
  const given = Object.entries(process.env).filter(([, value]) => value !== '')
  return envSchema.safeParse(Object.fromEntries(given)).success
}

function print(state: string, name: string, text: string): void {
  console.log(`${state.padEnd(8)}${name.padEnd(11)} ${withoutSecrets(text).replace(/\s+/g, ' ')}`)
}

const SECRETS = ['AUTH_SECRET', 'ENCRYPTION_KEYS', 'TOKEN_SIGNING_KEY']
const ADDRESSES = ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'SMTP_URL', 'REDIS_URL']

// What a server answers may repeat what it was told.
function withoutSecrets(text: string): string {
  const passwords = ADDRESSES.flatMap((name) => passwordsIn(process.env[name] ?? ''))
  const names = [...SECRETS, ...Object.keys(process.env).filter((name) => /^AUTH_\w+_SECRET$/.test(name))]
  const secrets = [...names.map((name) => process.env[name] ?? ''), ...passwords]
  return secrets.filter(Boolean).reduce((shown, secret) => shown.replaceAll(secret, '…'), text)
}

function passwordsIn(address: string): string[] {
  const password = /^\w+:\/\/[^:@/]*:(.*)@/.exec(address)?.[1] ?? ''
  const plain = URL.canParse(address) ? decodeURIComponent(new URL(address).password) : ''
  return [address, password, plain, Buffer.from(plain).toString('base64')]
}
