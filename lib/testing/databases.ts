import { Client } from 'pg'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/** The server on which tests make their databases; anything but this machine is refused. */
export function testServerUrl(): URL {
  const url = new URL(process.env.DATABASE_URL ?? 'postgres://postgres@localhost:5440/postgres')
  if (!LOOPBACK.includes(url.hostname)) throw new Error(`Tests run on a local database only, not on ${url.hostname}.`)
  return url
}

/** Makes an empty database, or a copy of `template`, and returns its address. */
export async function createDatabase(name: string, template = 'template0'): Promise<string> {
  await onServer(`CREATE DATABASE "${name}" TEMPLATE "${template}"`)
  const url = testServerUrl()
  url.pathname = `/${name}`
  return url.href
}

export async function dropDatabase(url: string): Promise<void> {
  await onServer(`DROP DATABASE IF EXISTS "${new URL(url).pathname.slice(1)}" WITH (FORCE)`)
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: maintenanceUrl() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

// The database a test file works on may be the very one that is dropped.
function maintenanceUrl(): string {
  const url = testServerUrl()
  url.pathname = '/postgres'
  return url.href
}
