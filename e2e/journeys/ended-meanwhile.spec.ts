import { pool } from '@/lib/db'
import { expect, test } from '../fixtures'

/** Ends the sign-ins of a person from elsewhere, a moment before what the act does ends one. */
async function endMeanwhile(userId: string, act: () => Promise<unknown>): Promise<void> {
  const elsewhere = await pool.connect()
  try {
    await elsewhere.query('BEGIN')
    const end = `UPDATE sessions SET revoked_at = now(), revoked_reason = 'ended_by_person' WHERE user_id = $1`
    await elsewhere.query(end, [userId])
    const { rows } = await elsewhere.query('SELECT pg_backend_pid() AS pid')
    const waiting = 'SELECT FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))'
    const acting = act()
    await expect.poll(async () => (await pool.query(waiting, [rows[0].pid])).rowCount).toBe(1)
    await elsewhere.query('COMMIT')
    await acting
  } finally {
    elsewhere.release()
  }
}

test('signing out works also where the sign-in is ended elsewhere at that moment', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  await page.getByLabel(t('common.accountMenu', { name: user.name })).click()
  const signOut = page.getByRole('button', { name: t('common.signOut'), exact: true })
  await endMeanwhile(user.id, () => signOut.click())
  await expect(page).toHaveURL(/\/login\?notice=signed_out$/)
  const names = (await page.context().cookies()).map(({ name }) => name)
  expect(names).not.toContain('latchkey.session')
})

test('signing in works also where the sign-in before it is ended elsewhere at that moment', async ({
  page,
  newUser,
  signIn,
}) => {
  const [user, before] = [await newUser(), await newUser()]
  await page.goto('/login?next=/devices')
  const tab = await page.context().newPage()
  await signIn(before, { page: tab })
  await endMeanwhile(before.id, () => signIn(user))
  await expect(page).toHaveURL(/\/devices$/)
})
