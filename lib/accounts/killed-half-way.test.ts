import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { db, pool } from '@/lib/db'
import { env } from '@/lib/env'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { bundlePrograms } from '@/scripts/bundle.js'
import { startProgram } from '@/scripts/processes.js'
import { signUp } from './sign-up'
import { verifyCredentials } from './verify-credentials'

const PROGRAM = `.latchkey/test/dying-act-${randomUUID()}`
const NEW_PASSWORD = 'copper lantern seventeen'

beforeAll(() => bundlePrograms(PROGRAM, { act: './lib/accounts/dying-act.fixture.ts' }))
afterAll(() => rmSync(PROGRAM, { recursive: true, force: true }))

/** Lets the other process stand still where it writes to a table, in the middle of its transaction. */
async function standStillAt(moment: string): Promise<void> {
  await pool.query(`
    CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF current_setting('application_name') = 'dying' THEN PERFORM pg_sleep(2); END IF;
      RETURN NEW; END $$;
    CREATE TRIGGER stand_still BEFORE ${moment} FOR EACH ROW EXECUTE FUNCTION stand_still()`)
  onTestFinished(async () => {
    await pool.query('DROP FUNCTION stand_still CASCADE')
  })
}

async function countDying(isAsleep: boolean): Promise<number> {
  const { rows } = await pool.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE application_name = 'dying' AND datname = current_database() AND (wait_event = 'PgSleep' OR NOT $1)`,
    [isAsleep],
  )
  return rows[0].count
}

/** Kills the process with -9 while it stands still, and waits until the server has noticed. */
async function killHalfWay(...args: string[]): Promise<void> {
  const settings = { DATABASE_URL: env.DATABASE_URL ?? '', PGAPPNAME: 'dying' }
  const child = startProgram(`${PROGRAM}/act.js`, { args, env: settings })
  const died = once(child, 'exit')
  await vi.waitFor(async () => expect(await countDying(true)).toBe(1), { timeout: 10_000, interval: 50 })
  child.kill('SIGKILL')
  expect((await died)[1]).toBe('SIGKILL')
  await vi.waitFor(async () => expect(await countDying(false)).toBe(0), { timeout: 10_000, interval: 100 })
}

test('D-07 a process killed during a sign-up leaves all of it or nothing, and the next try works', async () => {
  const email = `${randomUUID()}@example.org`
  await standStillAt('INSERT ON mails')
  await killHalfWay('sign-up', email, NEW_PASSWORD)
  expect(await db.user.count({ where: { email } })).toBe(0)
  expect(await db.mail.count({ where: { recipient: email } })).toBe(0)
  await signUp({ email, password: NEW_PASSWORD, name: 'Mina', locale: 'en' }, client)
  expect(await db.mail.count({ where: { recipient: email } })).toBe(1)
})

test('D-08 a process killed between the new hash and the end of the sessions leaves neither', async () => {
  const user = await newPerson()
  const asks = await startBrowserSession({ userId: user.id, method: 'password', isKept: false, client })
  const other = await startBrowserSession({ userId: user.id, method: 'password', isKept: true, client })
  const before = await db.user.findUniqueOrThrow({ where: { id: user.id } })
  await standStillAt('UPDATE ON sessions')
  await killHalfWay('change-password', asks.secret, NEW_PASSWORD, TEST_PASSWORD)
  expect(await db.user.findUniqueOrThrow({ where: { id: user.id } })).toEqual(before)
  expect(await findSignIn(other.secret, client)).not.toBeNull()
  expect((await verifyCredentials({ email: user.email, password: TEST_PASSWORD }, client)).id).toBe(user.id)
})
