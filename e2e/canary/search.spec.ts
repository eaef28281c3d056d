import { readFileSync } from 'node:fs'
import { pool } from '@/lib/db'
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

test('the whole run connected to this machine alone', () => {
  const hosts = readFileSync(connectionsFile, 'utf8').trim().split('\n')
  expect(hosts).toContain('localhost')
  expect(strangersAmong(hosts)).toEqual([])
})
