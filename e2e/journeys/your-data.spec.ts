import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { db } from '@/lib/db'
import { makeExports } from '@/lib/exports/make-exports'
import { expect, test } from '../fixtures'

async function downloadBy(page: Page, act: () => Promise<unknown>) {
  const started = page.waitForEvent('download')
  // A navigation that becomes a download is reported as one that failed.
  await act().catch(() => {})
  const download = await started
  const files = unzipSync(await readFile(await download.path()))
  return { name: download.suggestedFilename(), files }
}

test('the data is asked for, mailed as a link, and downloaded by that person only', async ({
  page,
  t,
  inbox,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  await page.goto('/your-data')
  await page.getByRole('button', { name: t('yourData.export.submit') }).click()
  await expect(page.getByText(t('yourData.export.requested'))).toBeVisible()
  await expect(page.getByText(t('yourData.export.onceADay'))).toBeVisible()
  await makeExports()
  const { link } = await inbox.newest(user.email)
  const { name, files } = await downloadBy(page, () => page.goto(link))
  expect(name).toMatch(/^your-data-\d{4}-\d\d-\d\d\.zip$/)
  expect(strFromU8(files['profile.json'] ?? new Uint8Array())).toContain(user.name)

  await page.context().clearCookies()
  await signIn(await newUser())
  await page.goto(link)
  await expect(page.getByText(t('yourData.export.invalid'))).toBeVisible()
  await page.context().clearCookies()
  await page.goto(link)
  await expect(page).toHaveURL(/\/login/)
  await page.getByLabel(t('auth.email')).fill(user.email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  const submit = page.getByRole('button', { name: t('auth.login.submit'), exact: true })
  expect((await downloadBy(page, () => submit.click())).name).toBe(name)
})

test('an account is deleted in two steps, is closed at once, and comes back by the link in the mail', async ({
  page,
  t,
  inbox,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  await page.goto('/your-data')
  await page.getByRole('link', { name: t('yourData.deletion.start') }).click()
  await expect(page.getByRole('main').getByText(user.email)).toBeVisible()
  await page.getByRole('button', { name: t('yourData.deletion.confirm') }).click()
  await expect(page.getByText(t('auth.notices.deletion_scheduled'))).toBeVisible()
  await page.getByLabel(t('auth.email')).fill(user.email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await expect(page.getByText(t('problems.codes.bad_credentials'))).toBeVisible()

  const { link } = await inbox.newest(user.email)
  await page.goto(link)
  await page.getByRole('button', { name: t('yourData.undo.submit') }).click()
  await expect(page.getByText(t('auth.notices.deletion_undone'))).toBeVisible()
  await signIn(user)
  await page.goto(link)
  await expect(page.getByRole('heading', { name: t('yourData.undo.invalidTitle') })).toBeVisible()
})

test('the activity tells of sign-ins, refusals and changes, page by page', async ({ page, t, newUser, signIn }) => {
  const user = await newUser()
  await page.goto('/login')
  await page.getByLabel(t('auth.email')).fill(user.email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill('not the password')
  await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await expect(page.getByText(t('problems.codes.bad_credentials'))).toBeVisible()
  await signIn(user)
  await page.goto('/activity')
  const rows = page.getByRole('list', { name: t('activity.title') }).getByRole('listitem')
  await expect(rows.first()).toContainText(t('activity.event.account.sign_in'))
  await expect(rows.first()).toContainText('Chrome')
  await expect(rows.nth(1)).toContainText(t('activity.refused'))
  const long = Array.from({ length: 30 }, () => ({ userId: user.id, event: 'session.end', outcome: 'success' }))
  await db.auditEvent.createMany({ data: long })
  await page.reload()
  await page.getByRole('link', { name: t('activity.older') }).click()
  await expect(rows.last()).toContainText(t('activity.event.account.verify_password'))
  await page.getByRole('link', { name: t('activity.newest') }).click()
  await expect(rows.first()).toContainText(t('activity.event.session.end'))
})
