import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'

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

for (const provider of ['google', 'kakao', 'openid'] as const) {
  test(`O-23 an account at ${provider} that belongs to somebody else stays theirs`, async ({
    page,
    t,
    newUser,
    signIn,
    newPersonAt,
    signInAt,
  }) => {
    const names = { google: 'Google', kakao: 'Kakao', openid: 'OpenID' }
    const person = await newPersonAt(provider, { email: newAddress() })
    await signInAt(provider, person)
    await page.context().clearCookies()
    const owners = await ownersOf(person.sub)
    await signIn(await newUser())
    await page.goto('/security/connections')
    await page.getByRole('button', { name: t('social.button.link', { provider: names[provider] }) }).click()
    await page.locator(`button[name=sub][value="${person.sub}"]`).click()
    const label = t('account.connections.confirmSubmit', { provider: names[provider] })
    await page.getByRole('button', { name: label }).click()
    await expect(page.getByText(t('problems.codes.identity_taken'))).toBeVisible()
    expect(await ownersOf(person.sub)).toEqual(owners)
  })
}
