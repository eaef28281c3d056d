import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { makeSignInsOld } from '../sign-in-age'

type Texts = Parameters<Parameters<typeof test>[2]>[0]['t']

async function fillAndSend(page: Page, t: Texts, { name }: { name: string }): Promise<void> {
  await page.getByLabel(t('account.tokens.name'), { exact: true }).fill(name)
  await page.getByLabel(t('account.tokens.scope.profile:read'), { exact: true }).check()
  await page.getByRole('button', { name: t('account.tokens.submit') }).click()
}

test('a token is made, shown once, used, and revoked after a second question', async ({
  page,
  t,
  request,
  newUser,
  signIn,
  inbox,
}) => {
  const user = await newUser()
  await signIn(user)
  await page.goto('/security')
  await page.getByRole('link', { name: t('account.tokens.manage') }).click()
  await expect(page.getByText(t('account.tokens.none'))).toBeVisible()
  await page.getByRole('link', { name: t('account.tokens.create') }).click()
  const answer = page.waitForResponse((response) => response.request().method() === 'POST')
  await fillAndSend(page, t, { name: 'Backup' })
  expect((await answer).headers()['cache-control']).toContain('no-store')

  const shown = page.getByText(/^lk_pat_/)
  const token = (await shown.textContent()) ?? ''
  expect(token).toMatch(/^lk_pat_[\w-]{49}$/)
  expect(page.url()).not.toContain('lk_pat_')
  const me = () => request.get('/accounts/me/', { headers: { authorization: `Token ${token}` } })
  expect(await (await me()).json()).toMatchObject({ email: user.email })
  expect((await inbox.newest(user.email)).text).toContain('profile:read')

  await page.getByRole('link', { name: t('account.tokens.done') }).click()
  const row = page.getByRole('list', { name: t('account.tokens.title') }).getByRole('listitem')
  await expect(row).toContainText('Backup')
  await expect(row).not.toContainText(t('account.tokens.neverUsed'))
  expect(await page.content()).not.toContain(token.slice(0, 20))
  await page.goto('/security/tokens/new')
  await expect(shown).toHaveCount(0)

  await page.goto('/security/tokens')
  await row.getByText(t('account.tokens.revoke'), { exact: true }).click()
  expect((await me()).status()).toBe(200)
  await row.getByRole('button', { name: t('account.tokens.revokeConfirmLabel', { name: 'Backup' }) }).click()
  await expect(page.getByText(t('account.tokens.revoked'))).toBeVisible()
  expect((await me()).status()).toBe(401)
})

test('what is missing is said beside its field, and what was typed stays', async ({ page, t, newUser, signIn }) => {
  await signIn(await newUser())
  await page.goto('/security/tokens/new')
  await page.getByLabel(t('account.tokens.name'), { exact: true }).fill('Backup')
  await page.getByLabel(t('account.tokens.days')).selectOption('90')
  await page.getByRole('button', { name: t('account.tokens.submit') }).click()
  const scopes = page.getByRole('group', { name: t('account.tokens.scopes') })
  await expect(scopes).toContainText(t('problems.fields.scope_missing'))
  await expect(page.getByLabel(t('account.tokens.name'), { exact: true })).toHaveValue('Backup')
  await expect(page.getByLabel(t('account.tokens.days'))).toHaveValue('90')
})

test('an old sign-in proves itself first, also between the form and its sending', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  await page.goto('/security/tokens/new')
  await makeSignInsOld(user.id)
  await fillAndSend(page, t, { name: 'Backup' })
  await expect(page).toHaveURL(/\/confirm-identity/)
  expect(await db.personalToken.count({ where: { userId: user.id } })).toBe(0)
  await page.goto('/security/tokens/new')
  await page.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('auth.confirm.submit') }).click()
  await expect(page).toHaveURL(/\/security\/tokens\/new$/)
  await fillAndSend(page, t, { name: 'Backup' })
  await expect(page.getByText(/^lk_pat_/)).toBeVisible()
})

test('S-07 signing out everywhere revokes the tokens, unless the person keeps them', async ({
  page,
  t,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  for (const keepsToken of [true, false]) {
    await signIn(user)
    if (keepsToken) {
      await page.goto('/security/tokens/new')
      await fillAndSend(page, t, { name: 'Backup' })
      await expect(page.getByText(/^lk_pat_/)).toBeVisible()
    }
    await page.goto('/devices')
    const box = page.getByLabel(t('account.tokens.revokeAll', { count: 1 }))
    await expect(box).toBeChecked()
    if (keepsToken) await box.uncheck()
    await page.getByRole('button', { name: t('account.devices.endAll') }).click()
    await expect(page.getByText(t('auth.notices.signed_out_everywhere'))).toBeVisible()
    const left = await db.personalToken.count({ where: { userId: user.id, revokedAt: null } })
    expect(left).toBe(keepsToken ? 1 : 0)
  }
})

test('a button copies the token where JavaScript runs', async ({
  page,
  t,
  context,
  javaScriptEnabled,
  newUser,
  signIn,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(await newUser())
  await page.goto('/security/tokens/new')
  await fillAndSend(page, t, { name: 'Backup' })
  const token = await page.getByText(/^lk_pat_/).textContent()
  const button = page.getByRole('button', { name: t('account.tokens.copy') })
  await expect(button).toHaveCount(javaScriptEnabled ? 1 : 0)
  if (!javaScriptEnabled) return
  await button.click()
  await expect(page.getByText(t('account.tokens.copied'), { exact: true })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token)
})
