import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { FLOOD, WAIT_SECONDS } from '@/lib/limits/sign-up-flood'
import { applyMigrations } from '@/lib/migrations/apply-migrations'
import { createDatabase, dropDatabase } from '@/lib/testing/databases'
import { test as base, expect } from './own-server'

const PASSWORD = 'amber kettle nineteen'

type Fixtures = {
  /** A database of this server's own: the pace of sign-ups is one count for all. */
  database: Client
  /** Has the people of a whole botnet sign up within the last minute. */
  startFlood: () => Promise<void>
  fillForm: (email: string) => Promise<void>
  sendForm: () => Promise<void>
  expectRefusal: (email: string) => Promise<void>
  expectSignedUp: (email: string) => Promise<void>
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it what a fixture needs.
  database: async ({}, use) => {
    const connectionString = await createDatabase(`lk_flood_${randomUUID().replaceAll('-', '')}`)
    await applyMigrations({ connectionString })
    const client = new Client({ connectionString })
    await client.connect()
    await use(client)
    await client.end()
    await dropDatabase(connectionString)
  },
  serverSettings: async ({ database }, use) => {
    const { host, port, user, password, database: name } = database
    await use({ DATABASE_URL: `postgres://${user}:${password}@${host}:${port}/${name}` })
  },
  startFlood: async ({ database }, use) => {
    const count = `INSERT INTO limits (key, points, expire) VALUES ('flood:pace:all', $1, $2)`
    await use(async () => {
      await database.query(count, [FLOOD.points, Date.now() + 600_000])
    })
  },
  fillForm: async ({ page, t }, use) => {
    await use(async (email) => {
      await page.getByLabel(t('auth.name'), { exact: true }).fill('Robin')
      await page.getByLabel(t('auth.email')).fill(email)
      await page.getByLabel(t('auth.newPassword'), { exact: true }).fill(PASSWORD)
    })
  },
  sendForm: async ({ page, t }, use) => {
    await use(() => page.getByRole('button', { name: t('auth.signup.submit') }).click())
  },
  // The password alone is asked for anew.
  expectRefusal: async ({ page, t, database }, use) => {
    await use(async (email) => {
      await expect(page.getByText(t('problems.codes.proof_needed'))).toBeVisible()
      expect(await peopleIn(database)).toEqual([])
      await expect(page.getByLabel(t('auth.email'))).toHaveValue(email)
      await page.getByLabel(t('auth.newPassword'), { exact: true }).fill(PASSWORD)
    })
  },
  expectSignedUp: async ({ page, t, database }, use) => {
    await use(async (email) => {
      await expect(page.getByRole('heading', { name: t('auth.sent.title') })).toBeVisible()
      expect(await peopleIn(database)).toEqual([{ email }])
    })
  },
})

const newEmail = () => `${randomUUID()}@example.com`
const peopleIn = async (database: Client) => (await database.query('SELECT email FROM users')).rows

test.describe('in a flood of sign-ups', () => {
  test.slow()

  test('R-27 a browser solves the challenge while the form is filled in, and sends it once', async ({
    page,
    startFlood,
    fillForm,
    sendForm,
    expectSignedUp,
  }) => {
    await startFlood()
    await page.goto('/signup')
    const email = newEmail()
    await fillForm(email)
    await expect(page.locator('input[name=solution]')).not.toHaveValue('')
    await sendForm()
    await expectSignedUp(email)
  })

  test('R-27 a form that was open before it is refused once, with what was typed and a challenge', async ({
    page,
    startFlood,
    fillForm,
    sendForm,
    expectRefusal,
    expectSignedUp,
  }) => {
    await page.goto('/signup')
    await startFlood()
    const email = newEmail()
    await fillForm(email)
    await sendForm()
    await expectRefusal(email)
    await expect(page.locator('input[name=solution]')).not.toHaveValue('')
    await sendForm()
    await expectSignedUp(email)
  })
})

test.describe('in a flood of sign-ups, without JavaScript', () => {
  test.use({ javaScriptEnabled: false })
  test.slow()

  test('R-27 a form that is sent at once has to wait, and then goes through', async ({
    page,
    startFlood,
    fillForm,
    sendForm,
    expectRefusal,
    expectSignedUp,
  }) => {
    await startFlood()
    await page.goto('/signup')
    const email = newEmail()
    await fillForm(email)
    await sendForm()
    await expectRefusal(email)
    await page.waitForTimeout(WAIT_SECONDS * 1_000)
    await sendForm()
    await expectSignedUp(email)
  })
})
