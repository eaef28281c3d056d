import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import { listFaults } from '@/lib/jobs/list-faults'
import { findRedisVersion } from '@/lib/limits/redis-version'
import { checkSmtp } from '@/lib/mail/check-smtp'
import { getOutboxState } from '@/lib/mail/get-outbox-state'
import { findPendingMigrations } from '@/lib/migrations/find-pending-migrations'

/** `run` resolves to what is well, or throws what is not and what to do about it; no use without what it `needs`. */
export type Check = { name: string; needs?: string; run: () => Promise<string> }

const OLDEST_POSTGRES = 140_000
const NO_SUCH_TABLE = '42P01'

export const checks: Check[] = [
  { name: 'mail', run: checkMail },
  { name: 'database', run: checkDatabase },
  { name: 'migrations', needs: 'database', run: checkMigrations },
  { name: 'outbox', needs: 'migrations', run: checkOutbox },
  { name: 'jobs', needs: 'migrations', run: checkJobs },
  { name: 'limits', run: checkLimits },
]

async function checkDatabase(): Promise<string> {
  const asked = pool.query<{ number: number; version: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
  )
  const { rows } = await asked.catch((error: unknown) => {
    throw new Error(`${messageOf(error)}. Is PostgreSQL running, and DATABASE_URL right?`)
  })
  const { number = 0, version = '' } = rows[0] ?? {}
  if (number < OLDEST_POSTGRES) throw new Error(`PostgreSQL ${version} is too old: 14 or newer is needed.`)
  return `PostgreSQL ${version}`
}

async function checkMigrations(): Promise<string> {
  const pending = await findPendingMigrations().catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === NO_SUCH_TABLE) return ['all of them']
    throw error
  })
  if (pending.length === 0) return 'all applied'
  throw new Error(`missing: ${pending.join(', ')}. Run \`npm run latchkey -- migrate\`, or start the server.`)
}

async function checkOutbox(): Promise<string> {
  const { waiting, overdue, dead } = await getOutboxState()
  const counts = `${waiting} waiting, ${dead} given up`
  if (overdue === 0) return counts
  throw new Error(`${counts}, ${overdue} overdue. Is the server running? /admin/mail says why each failed.`)
}

async function checkJobs(): Promise<string> {
  const faults = await listFaults()
  if (faults.length === 0) return 'none failed'
  throw new Error(faults.map(({ name, fault }) => `${name} failed: ${fault}`).join('; '))
}

async function checkLimits(): Promise<string> {
  if (!env.REDIS_URL) return 'counted in the database: REDIS_URL is not set'
  const version = await findRedisVersion().catch((error: unknown) => {
    throw new Error(`${messageOf(error)}. Is Redis or Valkey running, and REDIS_URL right?`)
  })
  return `counted in ${version}`
}

async function checkMail(): Promise<string> {
  const url = env.SMTP_URL
  if (!url) return 'kept on the page /mailbox: SMTP_URL is not set'
  await checkSmtp(url).catch((error: unknown) => {
    throw new Error(`${messageOf(error)}. ${adviceFor(error)}`)
  })
  return `${new URL(url).host} takes mail of ours`
}

function adviceFor(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EAUTH') return 'Check the user and the password in SMTP_URL; write special characters as %XX.'
  if (code === 'ETLS' || /certificate|STARTTLS|SSL|TLS/i.test(messageOf(error))) {
    return 'Use the name in the server’s certificate, smtps:// for port 465, and NODE_EXTRA_CA_CERTS for a CA of your own.'
  }
  return 'Check the host and the port in SMTP_URL, that the server is up, and that no firewall stands between.'
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  // Of several addresses that were tried, none answered: Node gives no message for all of them together.
  const causes = error instanceof AggregateError ? error.errors.map(messageOf).join(', ') : ''
  return message || causes
}
