import { randomInt, randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import type { ProviderId } from '../fixtures'
import { test as base, expect, idOf, providerNames, providers } from '../provider-attempts'

const test = base.extend<{
  /** Sets out from the connections page to a provider, and agrees there; stops where we ask whether to link. */
  askToLink: (provider: ProviderId, person: { sub: string }) => Promise<void>
  /** Says yes on that page. */
  sayYes: (provider: ProviderId) => Promise<void>
  /** Proves an address by the mailbox, on the page that asks whoever comes without one that counts. */
  proveAddress: (email: string) => Promise<void>
}>({
  proveAddress: async ({ page, t, inbox }, use) => {
    await use(async (email) => {
      await page.getByLabel(t('social.address.email')).fill(email)
      await page.getByRole('button', { name: t('social.address.submit') }).click()
      const code = (await inbox.newest(email)).text.match(/\b\d{6}\b/)?.[0] ?? ''
      await page.getByLabel(t('social.address.code'), { exact: true }).fill(code)
      await page.getByRole('button', { name: t('social.address.finish') }).click()
    })
  },
  askToLink: async ({ page, t }, use) => {
    await use(async (provider, { sub }) => {
      await page.goto('/security/connections')
      await page.getByRole('button', { name: t('social.button.link', { provider: providerNames[provider] }) }).click()
      await page.locator(`button[name=sub][value="${sub}"]`).click()
      await expect(page).toHaveURL(/\/security\/connections\/confirm\?offer=/)
    })
  },
  sayYes: async ({ page, t }, use) => {
    await use(async (provider) => {
      const label = t('account.connections.confirmSubmit', { provider: providerNames[provider] })
      await page.getByRole('button', { name: label }).click()
    })
  },
})

const newAddress = () => `${randomUUID()}@elsewhere.example`
const ownersOf = async (sub: string) =>
  (await db.account.findMany({ where: { providerAccountId: sub } })).map(({ userId }) => userId)

for (const provider of ['github', 'kakao', 'openid'] as const) {
  test(`O-13 who comes with ${provider} to an address that somebody else signed up with finds nothing of theirs`, async ({
    page,
    inbox,
    newUser,
    newPersonAt,
    signInAt,
  }) => {
    const squatter = await newUser({ isVerified: false })
    const person = await newPersonAt(provider, { email: squatter.email })
    await signInAt(provider, person)
    await expect(page).toHaveURL(/\/profile/)
    expect(await ownersOf(person.sub)).toEqual([squatter.id])
    const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: squatter.id } })
    expect(passwordHash).toBeNull()
    await inbox.newest(squatter.email)
  })
}

const doubts = [
  ['github', 'is not verified', { emailVerified: false }],
  ['github', 'is not verified, while a second one is', { emailVerified: false, secondEmail: newAddress() }],
  ['kakao', 'is not verified', { emailVerified: false }],
  ['kakao', 'is valid no more', { emailValid: false }],
  ['naver', 'was typed by the person', {}],
  ['openid', 'is not verified', { emailVerified: false }],
] as const

for (const [provider, doubt, words] of doubts) {
  test(`O-14 O-26 an address that ${doubt} at ${provider} opens nobody's account`, async ({
    page,
    newUser,
    newPersonAt,
    signInAt,
  }) => {
    const user = await newUser()
    const person = await newPersonAt(provider, { email: user.email, ...words })
    await signInAt(provider, person)
    await expect(page).toHaveURL(/\/prove-address/)
    expect(await ownersOf(person.sub)).toEqual([])
  })
}

test('O-26 a verified address that is second in the list of github opens nobody’s account', async ({
  page,
  newUser,
  newPersonAt,
  signInAt,
}) => {
  const user = await newUser()
  const address = { email: newAddress(), emailVerified: false, secondEmail: user.email }
  const person = await newPersonAt('github', address)
  await signInAt('github', person)
  await expect(page).toHaveURL(/\/prove-address/)
  expect(await ownersOf(person.sub)).toEqual([])
})

const giveTo = (userId: string, provider: ProviderId, sub: string) =>
  db.account.create({ data: { userId, provider: idOf(provider), providerAccountId: sub, type: 'oidc' } })

for (const provider of providers) {
  test(`O-06 an account at ${provider} is linked when its owner says so on a page of ours, and not before`, async ({
    page,
    t,
    newUser,
    signIn,
    newPersonAt,
    askToLink,
    sayYes,
  }) => {
    const [user, person] = [await newUser(), await newPersonAt(provider, { email: newAddress() })]
    await signIn(user)
    await askToLink(provider, person)
    expect(await ownersOf(person.sub)).toEqual([])
    await sayYes(provider)
    await expect(page.getByText(t('account.connections.linked'))).toBeVisible()
    expect(await ownersOf(person.sub)).toEqual([user.id])
  })

  test(`O-23 an account at ${provider} that belongs to somebody else stays theirs`, async ({
    page,
    t,
    newUser,
    signIn,
    newPersonAt,
    askToLink,
    sayYes,
  }) => {
    const [owner, person] = [await newUser(), await newPersonAt(provider, { email: newAddress() })]
    await giveTo(owner.id, provider, person.sub)
    await signIn(await newUser())
    await askToLink(provider, person)
    await sayYes(provider)
    await expect(page.getByText(t('problems.codes.identity_taken'))).toBeVisible()
    expect(await ownersOf(person.sub)).toEqual([owner.id])
  })
}

test.describe('in a page that goes on showing the form', () => {
  test.use({ javaScriptEnabled: true })

  test('O-21 a form that unlinks what has become the only way in is refused, and recorded', async ({
    page,
    t,
    newUser,
    signIn,
  }) => {
    // Five pages, each with its form.
    test.slow()
    const user = await newUser()
    await signIn(user)
    await db.user.update({ where: { id: user.id }, data: { passwordHash: null } })
    for (const provider of providers) {
      const sub = randomUUID()
      const last = await giveTo(user.id, provider, sub)
      const other = await giveTo(user.id, provider === 'google' ? 'kakao' : 'google', sub)
      await page.goto('/security/connections')
      const label = t('account.connections.unlinkLabel', { provider: providerNames[provider] })
      const button = page.getByRole('button', { name: label })
      await expect(button).toBeVisible()
      // Meanwhile, elsewhere.
      await db.account.delete({ where: { number: other.number } })
      await button.click()
      await expect(page.getByText(t('problems.codes.last_sign_in_method')), provider).toBeVisible()
      expect(await ownersOf(sub), provider).toEqual([user.id])
      await db.account.delete({ where: { number: last.number } })
    }
    const event = { userId: user.id, event: 'request.refuse', reason: 'last_sign_in_method' }
    expect(await db.auditEvent.count({ where: event })).toBe(providers.length)
  })
})

test('O-30 the same subject at five providers is five people', async ({
  page,
  newPersonAt,
  signInAt,
  proveAddress,
}) => {
  test.slow()
  // Some number people.
  const sub = String(randomInt(10_000, 2 ** 40))
  for (const provider of providers) {
    const email = newAddress()
    await signInAt(provider, await newPersonAt(provider, { sub, email }))
    if (provider === 'naver') await proveAddress(email)
    await expect(page).toHaveURL(/\/profile/)
    await page.context().clearCookies()
  }
  const identities = await db.account.findMany({ where: { providerAccountId: sub } })
  expect(identities.map(({ provider }) => provider).toSorted()).toEqual(providers.map(idOf).toSorted())
  expect(new Set(identities.map(({ userId }) => userId)).size).toBe(providers.length)
})

const LONG_AGO = new Date('2024-02-03T04:05:00Z')
const shownAs = (at: Date) => at.toLocaleDateString('en-US', { dateStyle: 'medium', timeZone: 'UTC' })

test('who comes back from naver finds the same account, and there when it was last used', async ({
  page,
  t,
  newPersonAt,
  signInAt,
  proveAddress,
}) => {
  // Two sign-ins, one by way of the mailbox.
  test.slow()
  const [email, person] = [newAddress(), await newPersonAt('naver')]
  await signInAt('naver', person)
  await proveAddress(email)
  await expect(page).toHaveURL(/\/profile/)
  await db.account.updateMany({ where: { providerAccountId: person.sub }, data: { lastUsedAt: LONG_AGO } })
  const lastUsed = page.getByText(new RegExp(t('account.connections.lastUsed', { when: '(.+)' })))
  await page.goto('/security/connections')
  await expect(lastUsed).toContainText(shownAs(LONG_AGO))

  const owners = await ownersOf(person.sub)
  await page.context().clearCookies()
  await signInAt('naver', person)
  await expect(page).toHaveURL(/\/profile/)
  expect(await ownersOf(person.sub)).toEqual(owners)
  await page.goto('/security/connections')
  await expect(lastUsed).toBeVisible()
  await expect(lastUsed).not.toContainText(shownAs(LONG_AGO))
})
