import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, dropDatabase } from '@/lib/testing/databases'
import { root } from './places.js'
import { findFreePort } from './ports.js'

// EX_CONFIG of sysexits.h.
const WRONG_SETTINGS = 78
const FIRST_PORT = 21_900
// Each starts two programs, one after the other.
const TIMEOUT_MS = 60_000

const openIdAt = (issuer) =>
  JSON.stringify([{ id: 'acme', name: 'Acme', issuer, clientId: 'our-client', clientSecret: 'our-secret' }])

let database
beforeAll(async () => {
  database = await createDatabase(`lk_serve_${randomBytes(6).toString('hex')}`)
})
afterAll(() => dropDatabase(database))

async function serve(settings) {
  const port = await findFreePort(FIRST_PORT)
  const safe = {
    ...{ LATCHKEY_MODE: 'production', DATABASE_URL: database, AUTH_URL: 'https://id.acme.test', PORT: String(port) },
    ...{ AUTH_SECRET: randomBytes(33).toString('base64'), ENCRYPTION_KEYS: randomBytes(32).toString('base64') },
    ...{ SMTP_URL: 'smtps://mail.acme.test', MAIL_FROM: 'Acme <no-reply@acme.test>', TRUSTED_PROXY_HOPS: '1' },
    BCRYPT_COST: '12',
  }
  const child = spawn(process.execPath, ['scripts/serve.js'], {
    cwd: root,
    env: { ...process.env, ...safe, ...settings },
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { code, said, port }
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

async function countTables() {
  const client = new Client({ connectionString: database })
  await client.connect()
  const { rows } = await client.query("SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'")
  await client.end()
  return rows[0].tables
}

test.each([
  ['SIMULATOR_URL', 'http://id:secret@localhost:3001'],
  ['AUTH_GOOGLE_ISSUER', 'http://accounts.acme.test'],
  ['AUTH_GITHUB_URL', 'https://localhost:3001/github'],
  ['OPENID_PROVIDERS', openIdAt('https://localhost.')],
])(
  'O-20 npm run serve ends with an error that names %s=%s, and has changed nothing',
  { timeout: TIMEOUT_MS },
  async (setting, value) => {
    const { code, said, port } = await serve({ [setting]: value })
    expect(code).toBe(WRONG_SETTINGS)
    expect(said.match(/^ {2}\w+(?=: )/gm)).toEqual([`  ${setting}`])
    expect(await isListening(port)).toBe(false)
    expect(await countTables()).toBe(0)
  },
)
