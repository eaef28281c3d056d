import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, dropDatabase } from '@/lib/testing/databases'
import { applyMigrations } from './apply-migrations'

let folder: string
let connectionString: string
const made: string[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  connectionString = await createDatabase(`lk_migrations_${randomBytes(6).toString('hex')}`)
  made.push(connectionString)
  addMigration('001_shelves', 'CREATE TABLE shelves (id INT PRIMARY KEY)')
})
afterEach(() => rmSync(folder, { recursive: true }))
afterAll(async () => {
  for (const url of made) await dropDatabase(url)
})

function addMigration(name: string, sql: string) {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'migration.sql'), sql)
}

async function query<Row extends object>(sql: string): Promise<Row[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

const apply = (lockTimeoutMs?: number) =>
  applyMigrations({ connectionString, folder, ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }) })

test('migrations are applied once, in the order of their names', async () => {
  addMigration('002_books', 'CREATE TABLE books (shelf INT REFERENCES shelves)')
  expect(await apply()).toEqual(['001_shelves', '002_books'])
  expect(await apply()).toEqual([])
})

test('what is applied stands in the table of prisma migrate, with the sha256 of the file', async () => {
  await apply()
  const rows = await query('SELECT * FROM _prisma_migrations')
  expect(rows).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: '1b486a06a498f0f0583f2df553bf409fe134a080f52d4a466d7838a7f530e528',
      finished_at: expect.any(Date),
      migration_name: '001_shelves',
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    },
  ])
})

test('D-11 a migration that fails half-way is rolled back and said so, the ones before it stand', async () => {
  addMigration('002_books', 'CREATE TABLE books (id INT); SELECT 1/0;')
  await expect(apply()).rejects.toThrow('Migration 002_books failed and was rolled back: division by zero')
  expect(await query(`SELECT to_regclass('shelves')::text AS shelves, to_regclass('books') AS books`)).toEqual([
    { shelves: 'shelves', books: null },
  ])
})

test('D-17 a unique index that meets duplicates stops with a report of them, and changes nothing', async () => {
  addMigration(
    '002_names',
    `CREATE TABLE names (name TEXT); INSERT INTO names VALUES ('Mina@a.example'), ('mina@a.example')`,
  )
  await apply()
  addMigration(
    '003_canonical',
    'ALTER TABLE names ADD canonical TEXT; UPDATE names SET canonical = lower(name); CREATE UNIQUE INDEX ON names (canonical)',
  )
  await expect(apply()).rejects.toThrow(/Migration 003_canonical failed and was rolled back.*mina@a\.example/s)
  expect(await query('SELECT * FROM names')).toEqual([{ name: 'Mina@a.example' }, { name: 'mina@a.example' }])
})

test('D-11 a corrected migration is applied at the next start', async () => {
  addMigration('002_books', 'SELECT 1/0')
  await expect(apply()).rejects.toThrow('division by zero')
  addMigration('002_books', 'CREATE TABLE books (id INT)')
  expect(await apply()).toEqual(['002_books'])
})

test('a migration that was changed after it had been applied is refused', async () => {
  await apply()
  addMigration('001_shelves', 'CREATE TABLE shelves (id BIGINT PRIMARY KEY)')
  await expect(apply()).rejects.toThrow('001_shelves was changed after it had been applied')
})

test('D-11 a database of a newer version is refused', async () => {
  addMigration('002_books', 'CREATE TABLE books (id INT)')
  await apply()
  rmSync(join(folder, '002_books'), { recursive: true })
  await expect(apply()).rejects.toThrow('002_books was applied by a newer version')
})

test('a migration in which prisma migrate failed is refused until somebody has looked at it', async () => {
  await apply()
  await query(`UPDATE _prisma_migrations SET finished_at = NULL`)
  await expect(apply()).rejects.toThrow('001_shelves was begun by another tool and never finished')
})

test('of four processes that start at once one migrates and the others find nothing to do', async () => {
  const results = await Promise.all([apply(), apply(), apply(), apply()])
  expect(results.flat()).toEqual(['001_shelves'])
})

test('a process that keeps the lock is reported instead of waited for without end', async () => {
  const holder = new Client({ connectionString })
  await holder.connect()
  await holder.query('SELECT pg_advisory_lock(72707369)')
  await expect(apply(200)).rejects.toThrow('Another process is migrating this database')
  await holder.end()
})
