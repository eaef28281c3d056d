import { randomUUID } from 'node:crypto'
import { expect, test } from '../fixtures'
import { makeSignInsOld } from '../sign-in-age'

test('two browsers and an app are listed; one is ended, then all others', async ({
  page,
  t,
  browser,
  contextOptions,
  request,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  const elsewhere = await (await browser.newContext(contextOptions)).newPage()
  await signIn(user, { page: elsewhere })
  const tokens = await request.post('/accounts/token/', { data: { email: user.email, password: user.password } })
  const { access, refresh } = await tokens.json()
  await signIn(user)

  await page.goto('/devices')
  const rows = page.getByRole('list', { name: t('account.devices.title') }).getByRole('listitem')
  await expect(rows).toHaveCount(3)
  await expect(rows.first()).toContainText(t('account.devices.this'))
  await rows.last().getByRole('button').click()
  await expect(page.getByText(t('account.devices.ended'))).toBeVisible()
  await expect(rows).toHaveCount(2)

  await page.getByRole('button', { name: t('account.devices.endOthers') }).click()
  await expect(page.getByText(t('account.devices.endedOthers'))).toBeVisible()
  await expect(page.getByText(t('account.devices.onlyThis'))).toBeVisible()
  await elsewhere.goto('/profile')
  await expect(elsewhere).toHaveURL(/\/login/)
  expect((await request.get('/accounts/me/', { headers: { authorization: `Bearer ${access}` } })).status()).toBe(401)
  expect((await request.post('/accounts/token/refresh/', { data: { refresh } })).status()).toBe(401)
})

test('S-07 signing out everywhere ends this browser too', async ({ page, t, newUser, signIn }) => {
  await signIn(await newUser())
  await page.goto('/devices')
  await page.getByRole('button', { name: t('account.devices.endAll') }).click()
  await expect(page.getByText(t('auth.notices.signed_out_everywhere'))).toBeVisible()
  await page.goto('/devices')
  await expect(page).toHaveURL(/\/login/)
})

test('an old sign-in is asked for the password before a risky act, and goes on where it was', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  await makeSignInsOld(user.id)
  await page.goto('/security')
  await page.getByRole('link', { name: t('account.addresses.manage') }).click()
  await expect(page.getByRole('heading', { name: t('auth.confirm.title') })).toBeVisible()
  await page.getByLabel(t('auth.password'), { exact: true }).fill('not the password')
  await page.getByRole('button', { name: t('auth.confirm.submit') }).click()
  await expect(page.getByText(t('problems.codes.bad_credentials'))).toBeVisible()
  await page.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('auth.confirm.submit') }).click()

  await expect(page).toHaveURL(/\/security\/addresses$/)
  await page.getByLabel(t('account.addresses.newAddress')).fill(`${randomUUID()}@example.org`)
  await page.getByRole('button', { name: t('account.addresses.submit') }).click()
  await expect(page.getByText(t('account.addresses.sent'))).toBeVisible()
})

test('a button that an old sign-in pressed is to be pressed again after the proof, and the page says so', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  await makeSignInsOld(user.id)
  await page.goto('/devices')
  await page.getByRole('button', { name: t('account.devices.endAll') }).click()
  await page.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('auth.confirm.submit') }).click()
  await expect(page.getByText(t('account.devices.confirmed'))).toBeVisible()
  await page.getByRole('button', { name: t('account.devices.endAll') }).click()
  await expect(page.getByText(t('auth.notices.signed_out_everywhere'))).toBeVisible()
})
