import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { nameIn } from '@/lib/social/name-in'
import { expect, test } from '../fixtures'
import { origins } from '../ports'
import { makeSignInsOld } from '../sign-in-age'

const newAddress = () => `${randomUUID()}@elsewhere.example`
const identitiesOf = (userId: string) => db.account.findMany({ where: { userId }, select: { provider: true } })

test('O-06 a person links an account at a provider by a form of ours, and unlinks it again', async ({
  page,
  t,
  inbox,
  newUser,
  signIn,
  newPersonAt,
}) => {
  const user = await newUser()
  const person = await newPersonAt('github', { email: newAddress() })
  await signIn(user)
  await page.goto('/security/connections')
  await page.getByRole('button', { name: t('social.button.link', { provider: 'GitHub' }) }).click()
  await page.locator(`button[name=sub][value="${person.sub}"]`).click()
  await expect(page).toHaveURL(/\/security\/connections\/confirm/)
  expect(await identitiesOf(user.id)).toEqual([])
  await page.getByRole('button', { name: t('account.connections.confirmSubmit', { provider: 'GitHub' }) }).click()
  await expect(page.getByText(t('account.connections.linked'))).toBeVisible()
  expect(await identitiesOf(user.id)).toEqual([{ provider: 'github' }])
  expect((await inbox.newest(user.email)).subject).toContain('GitHub')
  await page.getByRole('button', { name: t('account.connections.unlinkLabel', { provider: 'GitHub' }) }).click()
  await expect(page.getByText(t('account.connections.unlinked'))).toBeVisible()
  expect(await identitiesOf(user.id)).toEqual([])
})

test('O-23 an account that belongs to somebody else stays theirs', async ({
  page,
  t,
  newUser,
  signIn,
  newPersonAt,
  signInAt,
}) => {
  const person = await newPersonAt('github', { email: newAddress() })
  await signInAt('github', person)
  await page.context().clearCookies()
  const user = await newUser()
  await signIn(user)
  await page.goto('/security/connections')
  await page.getByRole('button', { name: t('social.button.link', { provider: 'GitHub' }) }).click()
  await page.locator(`button[name=sub][value="${person.sub}"]`).click()
  await page.getByRole('button', { name: t('account.connections.confirmSubmit', { provider: 'GitHub' }) }).click()
  await expect(page.getByText(t('problems.codes.identity_taken'))).toBeVisible()
  expect(await identitiesOf(user.id)).toEqual([])
})

test('O-11 whoever gets in as before links a second account of the same provider', async ({
  page,
  t,
  newPersonAt,
  signInAt,
}) => {
  const [first, second] = [await newPersonAt('github', { email: newAddress() }), await newPersonAt('github')]
  await signInAt('github', first)
  await page.goto('/security/connections')
  await page.getByRole('button', { name: t('social.button.link', { provider: 'GitHub' }) }).click()
  await page.locator(`button[name=sub][value="${second.sub}"]`).click()
  await page.getByRole('button', { name: t('account.connections.confirmSubmit', { provider: 'GitHub' }) }).click()
  await expect(page.getByText(t('account.connections.linked'))).toBeVisible()
  const owners = await db.account.findMany({ where: { providerAccountId: { in: [first.sub, second.sub] } } })
  expect(new Set(owners.map(({ userId }) => userId)).size).toBe(1)
  expect(owners).toHaveLength(2)
})

test('O-21 the only way in cannot be unlinked', async ({ page, t, locale, newPersonAt, signInAt }) => {
  const provider = nameIn((locale ?? 'en').slice(0, 2), { kind: 'kakao', name: 'Kakao' })
  await signInAt('kakao', await newPersonAt('kakao', { email: newAddress() }))
  await page.goto('/security/connections')
  await expect(page.getByText(t('account.connections.lastWayIn'))).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: provider })).toHaveCount(1)
  await expect(page.getByRole('button', { name: t('account.connections.unlinkLabel', { provider }) })).toBeHidden()
})

test('O-22 an old sign-in is asked to prove itself before it sees the page', async ({ page, newUser, signIn }) => {
  const user = await newUser()
  await signIn(user)
  await makeSignInsOld(user.id)
  await page.goto('/security/connections')
  await expect(page).toHaveURL(/\/confirm-identity/)
})

test('O-06 what was offered to one sign-in is nothing to another', async ({
  page,
  t,
  newUser,
  signIn,
  newPersonAt,
}) => {
  const [first, second] = [await newUser(), await newUser()]
  const person = await newPersonAt('github', { email: newAddress() })
  await signIn(first)
  await page.goto('/security/connections')
  await page.getByRole('button', { name: t('social.button.link', { provider: 'GitHub' }) }).click()
  await page.locator(`button[name=sub][value="${person.sub}"]`).click()
  await expect(page).toHaveURL(/\/confirm/)
  await page.context().clearCookies({ name: 'latchkey.session' })
  await page.goto(`${origins.application}/login`)
  await signIn(second)
  await page.goto('/security/connections/confirm')
  await expect(page.getByText(t('account.connections.expired'))).toBeVisible()
})
