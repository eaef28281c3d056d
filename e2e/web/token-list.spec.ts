import { db } from '@/lib/db'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { expect, type TestUser, test } from '../fixtures'
import { makeSignInsOld } from '../sign-in-age'

const client = { ip: '192.0.2.7', userAgent: 'curl/8.5.0', requestId: '' }

async function giveTokens({ email }: TestUser, count: number) {
  const { id, number } = await db.user.findUniqueOrThrow({ where: { email } })
  for (let given = 0; given < count; given += 1) {
    await issueTokens({ user: { id, number }, method: 'password', client })
  }
}

test('the list turns its pages, and a flush is asked for without waiting for it', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const person = await newUser()
  await giveTokens(person, 51)
  await signIn(await newUser({ role: 'staff' }))
  await page.goto(`/admin/tokens?email=${encodeURIComponent(person.email)}`)
  const rows = page.getByRole('list', { name: t('admin.tokens.title') }).getByRole('listitem')
  await expect(rows).toHaveCount(50)
  await page.getByRole('link', { name: t('admin.tokens.next') }).click()
  await expect(rows).toHaveCount(1)
  await page.getByRole('button', { name: t('admin.tokens.flush') }).click()
  await expect(page.getByText(t('admin.tokens.notices.flushed'))).toBeVisible()
})

test('the list is taken away as a file only after a recent sign-in, and that is on record', async ({
  page,
  newUser,
  signIn,
}) => {
  const [person, staff] = [await newUser(), await newUser({ role: 'staff' })]
  await giveTokens(person, 2)
  await signIn(staff)
  const path = `/admin/tokens/export?email=${encodeURIComponent(person.email)}`
  expect((await (await page.request.get(path)).text()).trim().split('\r\n')).toHaveLength(3)
  const events = await db.auditEvent.findMany({ where: { userId: staff.id, event: 'token.export' } })
  expect(events).toMatchObject([{ outcome: 'success', data: { personId: person.id } }])

  await makeSignInsOld(staff.id)
  const refused = await page.request.get(path, { maxRedirects: 0 })
  expect(refused.status()).toBe(307)
  expect(refused.headers().location).toMatch(/\/confirm-identity\?next=%2Fadmin%2Ftokens%3Femail/)
})
