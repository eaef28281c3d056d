import { db } from '@/lib/db'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { expect, test } from '../fixtures'

const client = { ip: '192.0.2.7', userAgent: 'curl/8.5.0', requestId: '' }

test('the staff finds the tokens of a person, blacklists one and ends all', async ({ page, t, newUser, signIn }) => {
  const person = await newUser()
  const { id, number } = await db.user.findUniqueOrThrow({ where: { email: person.email } })
  for (let count = 0; count < 2; count += 1) {
    await issueTokens({ user: { id, number }, method: 'password', client })
  }
  await signIn(await newUser({ role: 'staff' }))
  await page.goto('/admin/tokens')
  await page.getByLabel(t('admin.tokens.person')).fill(person.email)
  await page.getByRole('button', { name: t('admin.tokens.filter') }).click()
  const rows = page.getByRole('list', { name: t('admin.tokens.title') }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('curl')

  const csv = await page.request.get(`/admin/tokens/export?email=${encodeURIComponent(person.email)}`)
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(3)

  const label = t('admin.tokens.blacklistLabel', { email: person.email })
  await rows.first().getByRole('button', { name: label }).click()
  await expect(page.getByText(t('admin.tokens.notices.blacklisted'))).toBeVisible()
  await page.goto(`/admin/tokens?email=${encodeURIComponent(person.email)}`)
  await expect(page.getByRole('button', { name: label })).toHaveCount(1)
  await page.getByRole('button', { name: t('admin.tokens.endAll') }).click()
  await expect(page.getByText(t('admin.tokens.notices.endedAll'))).toBeVisible()
  expect(await db.session.count({ where: { userId: id, revokedAt: null } })).toBe(0)
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
