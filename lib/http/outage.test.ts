import { Client, type ClientConfig } from 'pg'
import { expect, test } from 'vitest'
import { type Db, db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { isOutage } from './outage'

async function onClient(run: (client: Client) => Promise<unknown>, config: ClientConfig = {}): Promise<unknown> {
  const client = new Client({ connectionString: process.env.DATABASE_URL, ...config })
  client.on('error', () => {})
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end().catch(() => {})
  }
}

async function askAfterItBroke(client: Client): Promise<unknown> {
  await client.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => {})
  return client.query('SELECT 1')
}

async function askAfterItClosed(client: Client): Promise<unknown> {
  await client.end()
  return client.query('SELECT 1')
}

const sleep = 'SELECT pg_sleep(5)'

async function dawdle(tx: Db): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM pg_sleep(0.2)`
  await tx.$queryRaw`SELECT 1`
}

/** Says that it failed as the database does, with this code. */
const fail = (code: string) => `DO $$ BEGIN RAISE EXCEPTION 'made' USING ERRCODE = '${code}'; END $$`

test.each<[what: string, fault: () => Promise<unknown>]>([
  ['a statement that took too long', () => onClient((client) => client.query(sleep), { statement_timeout: 50 })],
  ['an answer that took too long', () => onClient((client) => client.query(sleep), { query_timeout: 50 })],
  ['a connection that broke before', () => onClient(askAfterItBroke)],
  ['a connection that was closed before', () => onClient(askAfterItClosed)],
  ['a lost deadlock', () => onClient((client) => client.query(fail('40P01')))],
  ['a lost conflict', () => onClient((client) => client.query(fail('40001')))],
  ['a transaction that took too long', () => db.$transaction(dawdle, { timeout: 50 })],
  ['the same through Prisma', () => db.$executeRawUnsafe(fail('57014'))],
  ['a conflict that Prisma tells', () => db.$executeRawUnsafe(fail('40001'))],
])('D-14 %s is an outage, which is worth another try', async (_, fault) => {
  const error = await fault().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect(isOutage(error)).toBe(true)
})

test.each<[what: string, fault: () => Promise<unknown>]>([
  ['a statement that is wrong', () => onClient((client) => client.query('SELECT nothing'))],
  ['a row that is there already', () => db.$executeRawUnsafe(fail('23505'))],
])('%s is none', async (_, fault) => {
  expect(isOutage(await fault().catch((thrown: unknown) => thrown))).toBe(false)
})

test('counters that cannot be reached are an outage, wherever they are kept; a limit that is reached is none', () => {
  expect(isOutage(new AppError('unavailable', { cause: new Error('The client is closed') }))).toBe(true)
  expect(isOutage(new AppError('too_many_requests', { retryAfterSeconds: 5 }))).toBe(false)
})
