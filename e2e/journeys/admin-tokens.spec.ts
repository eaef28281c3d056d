import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { expect, type TestUser, test } from '../fixtures'

const client = { ip: '192.0.2.7', userAgent: 'curl/8.5.0', requestId: '' }

async function giveTokens({ email }: TestUser, count: number) {
  const { id, number } = await db.user.findUniqueOrThrow({ where: { email } })
  for (let given = 0; given < count; given += 1) {
    await issueTokens({ user: { id, number }, method: 'password', client })
  }
}

const openFor = (page: Page, { email }: TestUser) => page.goto(`/admin/tokens?email=${encodeURIComponent(email)}`)
const countLive = ({ id }: TestUser) => db.session.count({ where: { userId: id, revokedAt: null } })

test('the staff finds the tokens of a person, blacklists one and ends all', async ({ page, t, newUser, signIn }) => {
  const person = await newUser()
  await giveTokens(person, 2)
  await signIn(await newUser({ role: 'staff' }))
  await page.goto('/admin/tokens')
  await page.getByLabel(t('admin.tokens.person')).fill(person.email)
  await page.getByRole('button', { name: t('admin.tokens.filter') }).click()
  const rows = page.getByRole('list', { name: t('admin.tokens.title') }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('curl')

  const label = t('admin.tokens.blacklistLabel', { email: person.email })
  await rows.first().getByRole('button', { name: label }).click()
  await expect(page.getByText(t('admin.tokens.notices.blacklisted'))).toBeVisible()
  await openFor(page, person)
  await expect(page.getByRole('button', { name: label })).toHaveCount(1)
  await page.getByLabel(t('admin.tokens.state')).selectOption({ label: t('admin.tokens.blacklisted') })
  await page.getByRole('button', { name: t('admin.tokens.filter') }).click()
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText(t('admin.tokens.blacklisted'))

  await page.getByRole('button', { name: t('admin.tokens.endAll') }).click()
  await expect(page.getByText(t('admin.tokens.notices.endedAll'))).toBeVisible()
  expect(await countLive(person)).toBe(0)
})

test('the staff opens one sign-in by its device and ends it, and no other', async ({ page, t, newUser, signIn }) => {
  const person = await newUser()
  await giveTokens(person, 2)
  await signIn(await newUser({ role: 'staff' }))
  await openFor(page, person)
  const endSession = page.getByRole('button', { name: t('admin.tokens.endSession') })
  await expect(endSession).toHaveCount(0)
  const rows = page.getByRole('list', { name: t('admin.tokens.title') }).getByRole('listitem')
  await rows.first().getByRole('link', { name: 'curl' }).click()
  await expect(rows).toHaveCount(1)
  await endSession.click()
  await expect(page.getByText(t('admin.tokens.notices.endedSession'))).toBeVisible()
  await expect(endSession).toHaveCount(0)
  expect(await countLive(person)).toBe(1)
})

test('to everybody but the staff the token list does not exist, as a page or as a file', async ({
  page,
  newUser,
  signIn,
}) => {
  await signIn(await newUser())
  expect((await page.goto('/admin/tokens'))?.status()).toBe(404)
  expect((await page.request.get('/admin/tokens/export')).status()).toBe(404)
})
