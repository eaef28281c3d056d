import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'pg'
import { db, pool } from '@/lib/db'
import { strangersAmong } from '@/lib/testing/record-connections.js'
import { isStranger } from '../browser-record'
import { expect, test } from '../fixtures'
import { applicationLog, browserHostsFile, connectionsFile } from '../start-application'
import { CANARY, RECORDED_HOST } from './canary'

test('P-25 after the whole run no password stands in the log of the application', () => {
  const log = readFileSync(applicationLog, 'utf8')
  expect(log).toContain('/accounts/token/')
  expect(log.split('\n').filter((line) => line.includes(CANARY))).toEqual([])
})

test('P-25 after the whole run no password stands in the log of the database', async () => {
  const { rows } = await pool.query<{ folder: string }>(`SELECT current_setting('data_directory') AS folder`)
  const log = readFileSync(join(rows[0]?.folder ?? '', '../postgres.log'), 'utf8')
  expect(log).toContain('database system is ready')
  expect(log.split('\n').filter((line) => line.includes(CANARY))).toEqual([])
})

/** The rows of a database that match one of these regular expressions. */
async function rowsWith(patterns: string[], on: Pool = pool): Promise<{ table: string; row: string }[]> {
  const tables = await on.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  )
  expect(tables.rows.length).toBeGreaterThan(15)
  const found: { table: string; row: string }[] = []
  for (const { name } of tables.rows) {
    const { rows } = await on.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t WHERE t::text ~* ANY ($1)`, [
      patterns,
    ])
    found.push(...rows.map(({ row }) => ({ table: name, row })))
  }
  return found
}

const spellings = [CANARY, Buffer.from(CANARY).toString('hex')]

test('P-25 after the whole run no password stands in the database, spelled out or in hexadecimals', async () => {
  expect(await rowsWith(spellings)).toEqual([])
})

test('P-25 nor in the database of the server of production', async () => {
  const production = new Pool({ connectionString: process.env.E2E_PRODUCTION_DATABASE_URL })
  expect((await production.query('SELECT 1 FROM profiles WHERE name = $1', ['Canary'])).rowCount).toBeGreaterThan(0)
  expect(await rowsWith(spellings, production)).toEqual([])
  await production.end()
})

test('O-29 after the whole run no token of a provider stands in the log or, readable, in the database', async () => {
  const log = readFileSync(applicationLog, 'utf8')
  expect(log).toContain('/api/auth/callback/google')
  expect(log.split('\n').filter((line) => /simulated-token|eyJ[\w-]+\.eyJ[\w-]+\./.test(line))).toEqual([])
  const hexadecimal = Buffer.from('simulated-token').toString('hex')
  expect(await rowsWith(['simulated-token', hexadecimal, 'eyJ[A-Za-z0-9_-]+\\.eyJ'])).toEqual([])
  expect(await db.account.count()).toBeGreaterThan(0)
})

test('the whole run connected to this machine alone', () => {
  const hosts = readFileSync(connectionsFile, 'utf8').trim().split('\n')
  expect(hosts).toContain('localhost')
  expect(strangersAmong(hosts)).toEqual([])
})

test('the pages of the whole run asked for this machine alone, whatever context they were in', () => {
  const hosts = readFileSync(browserHostsFile, 'utf8').trim().split('\n')
  expect(hosts).toEqual(expect.arrayContaining(['localhost', RECORDED_HOST]))
  expect(hosts.filter(isStranger)).toEqual([])
})
