import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { applyMigrations } from '@/lib/migrations/apply-migrations'
import { encodePassword } from '@/lib/passwords/encoded-password'
import { createDatabase, dropDatabase } from '@/lib/testing/databases'
import { findFreePort } from '../scripts/ports.js'
import { startProgram, stopProgram, untilReady } from '../scripts/processes.js'

const FIRST_PORT = 21_000
const PORTS = 400
const BCRYPT_COST = 5
const build = process.env.LATCHKEY_BUILD_DIR ?? '.latchkey/build'

/** A server of one test alone, on a database of its own, reached through a line that can be cut. */
export async function startOwnServer(settings: Record<string, string> = {}) {
  const databaseUrl = await createDatabase(`lk_e2e_${randomBytes(6).toString('hex')}`)
  await applyMigrations({ connectionString: databaseUrl })
  const line = await openLine(new URL(databaseUrl))
  const port = await findFreePort(randomStart(), PORTS)
  const origin = `http://localhost:${port}`
  const env = { PORT: String(port), AUTH_URL: origin, DATABASE_URL: line.url, LOG_LEVEL: 'silent', ...settings }
  let child = await launch(env)
  return {
    origin,
    /** Runs one statement on its database, past the line. */
    query: (sql: string, values: unknown[] = []) => runQuery(databaseUrl, sql, values),
    newUser: () => insertUser(databaseUrl),
    cutDatabase: line.cut,
    mendDatabase: line.mend,
    restart: async () => {
      await stopProgram(child)
      child = await launch(env)
    },
    stop: async () => {
      await stopProgram(child)
      await line.cut()
      await dropDatabase(databaseUrl)
    },
  }
}

async function runQuery(connectionString: string, sql: string, values: unknown[]): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  await client.query(sql, values).finally(() => client.end())
}

async function insertUser(databaseUrl: string) {
  const [id, password] = [randomUUID(), 'violet harbour eleven']
  const user = { email: `${id}@example.com`, password }
  const insert = `WITH person AS (
    INSERT INTO users (id, email, email_verified_at, password_hash) VALUES ($1, $2, now(), $3) RETURNING id)
    INSERT INTO profiles (user_id, name) SELECT id, 'Robin' FROM person`
  await runQuery(databaseUrl, insert, [id, user.email, await encodePassword(password, BCRYPT_COST)])
  return user
}

// Tests that run at once begin to look in different places.
function randomStart(): number {
  return FIRST_PORT + (randomBytes(2).readUInt16BE() % PORTS)
}

async function launch(env: Record<string, string>) {
  const child = startProgram(join(build, 'server.js'), { env })
  await untilReady(child, 'The server')
  return child
}

/** A TCP line to the database. */
async function openLine(target: URL) {
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  const port = await findFreePort(randomStart() + PORTS, PORTS)
  const mend = async () => void (await once(server.listen(port, 'localhost'), 'listening'))
  await mend()
  const url = new URL(target)
  url.hostname = 'localhost'
  url.port = String(port)
  const cut = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { url: url.href, cut, mend }
}
