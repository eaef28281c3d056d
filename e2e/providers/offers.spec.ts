import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { test as base, expect, type ProviderId } from '../fixtures'

type Person = { sub: string }
type Arrival = { provider: ProviderId; person: Person; from: string; act: 'signIn' | 'link' }

const newAddress = () => `${randomUUID()}@elsewhere.example`
const names = { google: 'Google', github: 'GitHub', kakao: 'Kakao', naver: 'Naver', openid: 'OpenID' }
const ownersOf = async ({ sub }: Person) =>
  (await db.account.findMany({ where: { providerAccountId: sub } })).map(({ userId }) => userId)

const test = base.extend<{
  /** Comes back from a provider in a tab of its own. */
  arriveInTab: (arrival: Arrival) => Promise<Page>
}>({
  arriveInTab: async ({ context, t }, use) => {
    await use(async ({ provider, person, from, act }) => {
      const tab = await context.newPage()
      await tab.goto(from)
      const name = act === 'link' ? t('social.button.link', { provider: names[provider] }) : null
      const button = name ?? t(`social.button.signIn.${provider}`, { provider: names[provider] })
      await tab.getByRole('button', { name: button }).click()
      await tab.locator(`button[name=sub][value="${person.sub}"]`).click()
      await tab.getByRole('main').getByRole('heading').first().waitFor()
      return tab
    })
  },
})

test('a tab links what it shows: not what another tab was offered since', async ({
  t,
  newUser,
  signIn,
  newPersonAt,
  arriveInTab,
}) => {
  const user = await newUser()
  await signIn(user)
  const [older, newer] = [await newPersonAt('github'), await newPersonAt('github')]
  const place = { provider: 'github', from: '/security/connections', act: 'link' } as const
  const [first, second] = [
    await arriveInTab({ ...place, person: older }),
    await arriveInTab({ ...place, person: newer }),
  ]
  const link = t('account.connections.confirmSubmit', { provider: 'GitHub' })
  await first.getByRole('button', { name: link }).click()
  await expect(first.getByText(t('account.connections.expired'))).toBeVisible()
  expect([await ownersOf(older), await ownersOf(newer)]).toEqual([[], []])
  await second.getByRole('button', { name: link }).click()
  await expect(second.getByText(t('account.connections.linked'))).toBeVisible()
  expect([await ownersOf(older), await ownersOf(newer)]).toEqual([[], [user.id]])
})

test('a password proves the account for what its tab shows alone', async ({ t, newUser, newPersonAt, arriveInTab }) => {
  const user = await newUser()
  const { email } = user
  const [older, newer] = [await newPersonAt('github', { email }), await newPersonAt('github', { email })]
  const place = { provider: 'github', from: '/login', act: 'signIn' } as const
  const [first, second] = [
    await arriveInTab({ ...place, person: older }),
    await arriveInTab({ ...place, person: newer }),
  ]
  for (const tab of [first, second]) await tab.getByLabel(t('social.link.password')).fill(user.password)
  const submit = t('social.link.submit', { provider: 'GitHub' })
  await first.getByRole('button', { name: submit }).click()
  await expect(first.getByText(t('social.link.expired'))).toBeVisible()
  expect([await ownersOf(older), await ownersOf(newer)]).toEqual([[], []])
  await second.getByRole('button', { name: submit }).click()
  await expect(second).toHaveURL(/\/profile/)
  expect([await ownersOf(older), await ownersOf(newer)]).toEqual([[], [user.id]])
})

test('a code proves an address for what its tab shows alone', async ({ t, inbox, newPersonAt, arriveInTab }) => {
  const [older, newer] = [await newPersonAt('naver'), await newPersonAt('naver')]
  const place = { provider: 'naver', from: '/login', act: 'signIn' } as const
  const [first, email] = [await arriveInTab({ ...place, person: older }), newAddress()]
  await first.getByLabel(t('social.address.email')).fill(email)
  await first.getByRole('button', { name: t('social.address.submit') }).click()
  const code = /\b\d{6}\b/.exec((await inbox.newest(email)).text)?.[0] ?? ''
  const second = await arriveInTab({ ...place, person: newer })
  await first.getByLabel(t('social.address.code'), { exact: true }).fill(code)
  await first.getByRole('button', { name: t('social.address.finish') }).click()
  await expect(first.getByText(t('social.link.expired'))).toBeVisible()
  expect([await ownersOf(older), await ownersOf(newer)]).toEqual([[], []])
  await second.getByLabel(t('social.address.email')).fill(email)
  await second.getByRole('button', { name: t('social.address.submit') }).click()
  await expect(second.getByLabel(t('social.address.code'), { exact: true })).toBeVisible()
})
