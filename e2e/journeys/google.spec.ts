import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { failuresSince, ownCookies } from '../provider-attempts'

test('a new person signs in with Google, and a returning one finds the same account', async ({
  page,
  t,
  newGooglePerson,
  signInWithGoogle,
}) => {
  const person = await newGooglePerson()
  await signInWithGoogle({ person })
  await page.goto('/security')
  await expect(
    page
      .getByRole('main')
      .getByText(person.email ?? '')
      .first(),
  ).toBeVisible()
  await expect(page.getByText(t('account.security.passwordNotSet'))).toBeVisible()

  await page.getByLabel(t('common.accountMenu', { name: person.name })).click()
  await page.getByRole('button', { name: t('common.signOut'), exact: true }).click()
  await page.waitForURL(/\/login/)
  await signInWithGoogle({ person })
  await page.goto('/security')
  await expect(
    page
      .getByRole('main')
      .getByText(person.email ?? '')
      .first(),
  ).toBeVisible()
  expect(await db.account.count({ where: { providerAccountId: person.sub } })).toBe(1)
})

test('somebody the simulator does not know yet signs in there', async ({ page, t }) => {
  const email = `${randomUUID()}@gmail.com`
  await page.goto('/login')
  await page.getByRole('button', { name: t('social.button.signIn.google', { provider: 'Google' }) }).click()
  await page.locator('input[name=name]').fill('Newcomer')
  await page.locator('input[name=email]').fill(email)
  await page.locator('button[value=new]').click()
  await expect(page.getByLabel(t('common.accountMenu', { name: 'Newcomer' }))).toBeVisible()
})

test('O-28 cancelling at Google leads back, explains, and leaves nothing behind', async ({ page, t }) => {
  const startedAt = new Date()
  await page.goto('/login?next=/devices')
  await page.getByRole('button', { name: t('social.button.signIn.google', { provider: 'Google' }) }).click()
  await page.locator('button[value=cancel]').waitFor()
  expect(await ownCookies(page)).toEqual([expect.stringContaining('provider-')])
  await page.locator('button[value=cancel]').click()
  await expect(page.getByText(t('problems.codes.provider_cancelled'))).toBeVisible()
  await expect(page).toHaveURL(/next=%2Fdevices/)
  expect(await ownCookies(page)).toEqual([])
  expect(await failuresSince(startedAt, 'google')).toContainEqual(
    expect.objectContaining({ reason: 'provider_cancelled' }),
  )
})

test('a verified address that Google decides over is linked, and its owner is told', async ({
  page,
  newUser,
  newGooglePerson,
  signInWithGoogle,
  inbox,
}) => {
  const user = await newUser({ email: `${randomUUID()}@gmail.com` })
  const person = await newGooglePerson({ email: user.email })
  await signInWithGoogle({ person })
  expect(await ownerOf(person.sub)).toBe(user.id)
  await inbox.newest(user.email)
  await page.goto('/security')
  await expect(page.getByText('Google').first()).toBeVisible()
})

test('O-15 a verified address that Google does not decide over: the local account is proved first', async ({
  page,
  t,
  newUser,
  newGooglePerson,
  signInWithGoogle,
}) => {
  const user = await newUser()
  const person = await newGooglePerson({ email: user.email })
  await signInWithGoogle({ person })
  await expect(page.getByRole('heading', { name: t('social.link.title') })).toBeVisible()
  expect(await ownerOf(person.sub)).toBeUndefined()

  await page.getByLabel(t('social.link.password'), { exact: true }).fill('something else')
  await page.getByRole('button', { name: t('social.link.submit', { provider: 'Google' }) }).click()
  await expect(page.getByText(t('problems.codes.bad_credentials'))).toBeVisible()
  await page.getByLabel(t('social.link.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('social.link.submit', { provider: 'Google' }) }).click()
  await expect(page.getByLabel(t('common.accountMenu', { name: user.name }))).toBeVisible()
  expect(await ownerOf(person.sub)).toBe(user.id)
})

test('O-13 an unverified local address: the squatter is wiped, then the owner enters', async ({
  page,
  t,
  newUser,
  newGooglePerson,
  signInWithGoogle,
  inbox,
}) => {
  const squatter = await newUser({ isVerified: false })
  const person = await newGooglePerson({ email: squatter.email })
  await signInWithGoogle({ person })
  await expect(page.getByLabel(t('common.accountMenu', { name: person.name }))).toBeVisible()
  expect(await ownerOf(person.sub)).toBe(squatter.id)
  const { passwordHash } = await db.user.findUniqueOrThrow({
    where: { id: squatter.id },
    select: { passwordHash: true },
  })
  expect(passwordHash).toBeNull()
  await inbox.newest(squatter.email)
})

test('O-14 an address Google has not verified is never linked', async ({
  page,
  newUser,
  newGooglePerson,
  signInWithGoogle,
}) => {
  const user = await newUser()
  const person = await newGooglePerson({ email: user.email, emailVerified: false })
  await signInWithGoogle({ person })
  await expect(page).toHaveURL(/\/prove-address/)
  expect(await ownerOf(person.sub)).toBeUndefined()
})

test('O-26 somebody without an address proves one of theirs by a code', async ({
  page,
  t,
  newGooglePerson,
  signInWithGoogle,
  inbox,
}) => {
  const person = await newGooglePerson({ email: undefined })
  await signInWithGoogle({ person })
  const email = `${person.sub}@elsewhere.example`
  await page.getByLabel(t('social.address.email')).fill(email)
  await page.getByRole('button', { name: t('social.address.submit') }).click()
  const code = (await inbox.newest(email)).text.match(/\b\d{6}\b/)?.[0] ?? ''
  await page.getByLabel(t('social.address.code'), { exact: true }).fill(code)
  await page.getByRole('button', { name: t('social.address.finish') }).click()
  await expect(page).toHaveURL(/\/profile/)
  expect(await ownerOf(person.sub)).toBeDefined()
})

async function ownerOf(sub: string): Promise<string | undefined> {
  const account = await db.account.findFirst({ where: { providerAccountId: sub }, select: { userId: true } })
  return account?.userId
}
