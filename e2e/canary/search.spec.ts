import { readFileSync } from 'node:fs'
import { db, pool } from '@/lib/db'
import { strangersAmong } from '@/lib/testing/record-connections.js'
import { expect, test } from '../fixtures'
import { applicationLog, connectionsFile } from '../start-application'
import { CANARY } from './canary'

test('P-25 after the whole run no password stands in the log of the application', () => {
  const log = readFileSync(applicationLog, 'utf8')
  expect(log).toContain('/accounts/token/')
  expect(log.split('\n').filter((line) => line.includes(CANARY))).toEqual([])
})

test('P-25 after the whole run no password stands in the database, spelled out or in hexadecimals', async () => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  )
  expect(rows.length).toBeGreaterThan(15)
  const spellings = [CANARY, Buffer.from(CANARY).toString('hex')]
  for (const { name } of rows) {
    const found = await pool.query(`SELECT t::text FROM ${name} t WHERE t::text ILIKE ANY ($1)`, [
      spellings.map((spelling) => `%${spelling}%`),
    ])
    expect(found.rows, name).toEqual([])
  }
})

test('O-29 after the whole run no token of a provider stands in the log or, readable, in the database', async () => {
  const log = readFileSync(applicationLog, 'utf8')
  expect(log).toContain('/api/auth/callback/google')
  expect(log.split('\n').filter((line) => /simulated-token|eyJ[\w-]+\.eyJ[\w-]+\./.test(line))).toEqual([])
  const { rows } = await pool.query<{ number: string }>(
    `SELECT count(*) AS number FROM accounts a WHERE a::text ~ 'simulated-token|eyJ[A-Za-z0-9_-]+\\.eyJ'`,
  )
  expect(rows).toEqual([{ number: '0' }])
  expect(await db.account.count()).toBeGreaterThan(0)
})

test('the whole run connected to this machine alone', () => {
  const hosts = readFileSync(connectionsFile, 'utf8').trim().split('\n')
  expect(hosts).toContain('localhost')
  expect(strangersAmong(hosts)).toEqual([])
})
