import { randomUUID } from 'node:crypto'
import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { expect, test } from '../fixtures'

const client = { ip: '192.0.2.1', userAgent: 'playwright', requestId: 'test' }

test('R-14 R-25 S-05 the main address changes by a link to the new one, other devices are out, and the old one takes it back', async ({
  page,
  browser,
  contextOptions,
  t,
  newUser,
  inbox,
  signIn,
}) => {
  const user = await newUser()
  const address = `${randomUUID()}@example.org`
  const person = { ...user, locale: 'en' }
  await createPersonalToken({ user: person, name: 'Earlier', scopes: [], days: 1, locale: 'en' }, client)
  const otherDevice = await (await browser.newContext(contextOptions)).newPage()
  await signIn(user, { page: otherDevice })
  await signIn(user)
  await page.goto('/security')
  await page.getByRole('link', { name: t('account.addresses.manage') }).click()
  await page.getByLabel(t('account.addresses.newAddress')).fill(address)
  await page.getByRole('button', { name: t('account.addresses.submit') }).click()
  await expect(page.getByText(t('account.addresses.sent'))).toBeVisible()

  const { link } = await inbox.newest(address)
  await page.request.get(link)
  await page.goto(link)
  expect(page.url()).not.toContain('token')
  await page.getByRole('button', { name: t('account.addresses.confirmSubmit') }).click()
  await expect(page.getByText(t('account.addresses.mainChanged'))).toBeVisible()
  await otherDevice.goto('/security')
  await expect(otherDevice).toHaveURL(/\/login/)
  const addresses = page.getByRole('list', { name: t('account.addresses.title') })
  const badge = page.getByText(t('account.addresses.main'), { exact: true })
  await expect(addresses.getByRole('listitem').filter({ has: badge })).toContainText(address)

  const told = await inbox.newest(user.email)
  const undoLink = told.text.match(/https?:\/\/\S+\/undo\?\S+/)?.[0] ?? ''
  await page.context().clearCookies()
  await page.goto(undoLink)
  expect(page.url()).not.toContain('token')
  const earlier = page.getByRole('list', { name: t('auth.undo.earlier') }).getByRole('listitem')
  const acts = ['new_device', 'personal_token'] as const
  await expect(earlier).toHaveText(acts.map((act) => new RegExp(t(`auth.undo.act.${act}`))))
  await page.getByLabel(t('auth.undo.all')).check()
  await page.getByRole('button', { name: t('auth.undo.submit') }).click()
  await expect(page).toHaveURL(/\/reset-password$/)
  const password = 'copper lantern seventeen'
  await page.getByLabel(t('auth.reset.newPassword'), { exact: true }).fill(password)
  await page.getByRole('main').locator('form button[type=submit]').last().click()
  await expect(page.getByText(t('auth.notices.password_changed'))).toBeVisible()

  await signIn({ ...user, password })
  await page.goto('/security/addresses')
  await expect(addresses.getByRole('listitem')).toHaveText([new RegExp(user.email)])
  await page.getByLabel(t('account.addresses.newAddress')).fill(`${randomUUID()}@example.org`)
  await page.getByRole('button', { name: t('account.addresses.submit') }).click()
  await expect(page.getByText(t('problems.codes.account_held'))).toBeVisible()
  await page.goto('/security/tokens')
  await expect(page.getByText('Earlier')).toHaveCount(0)
})

test('a link to add an address is nothing to whoever is not signed in as the person who asked', async ({
  page,
  t,
  newUser,
  inbox,
  signIn,
}) => {
  const [user, stranger] = [await newUser(), await newUser()]
  const address = `${randomUUID()}@example.org`
  await signIn(user)
  await page.goto('/security/addresses')
  await page.getByLabel(t('account.addresses.newAddress')).fill(address)
  await page.getByRole('button', { name: t('account.addresses.submit') }).click()
  const { link } = await inbox.newest(address)
  await page.context().clearCookies()
  await page.goto(link)
  await expect(page).toHaveURL(/\/login\?next=/)
  await signIn(stranger)
  await expect(page.getByRole('heading', { name: t('auth.verify.invalidTitle') })).toBeVisible()
})
