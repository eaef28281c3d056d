import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'

type Translate = Parameters<Parameters<typeof test>[2]>[0]['t']

const findRow = (id: string) =>
  db.user.findUniqueOrThrow({ where: { id }, select: { email: true, passwordHash: true, emailAddresses: true } })

async function makeSignInOld(userId: string): Promise<void> {
  const authenticatedAt = new Date(Date.now() - 11 * 60_000)
  await db.session.updateMany({ where: { userId }, data: { authenticatedAt } })
}

/** Fills in the form of a page that was opened while the sign-in was fresh. */
const forms: [string, string, (page: Page, t: Translate) => Promise<void>][] = [
  [
    'R-24 the address is not changed',
    '/security/addresses',
    async (page, t) => {
      await page.getByLabel(t('account.addresses.newAddress')).fill(`${randomUUID()}@example.org`)
      await page.getByRole('button', { name: t('account.addresses.submit') }).click()
    },
  ],
  [
    'P-21 the password is not changed',
    '/security/password',
    async (page, t) => {
      await page.getByLabel(t('account.password.newPassword'), { exact: true }).fill('copper lantern seventeen')
      await page.getByRole('button', { name: t('account.password.submit') }).click()
    },
  ],
]

for (const [title, path, send] of forms) {
  test(`${title} by an old sign-in, nor by one that does not know the password`, async ({
    page,
    t,
    newUser,
    signIn,
  }) => {
    const user = await newUser()
    await signIn(user)
    await page.goto(path)
    const before = await findRow(user.id)
    await makeSignInOld(user.id)
    await send(page, t)
    await expect(page.getByRole('heading', { name: t('auth.confirm.title') })).toBeVisible()
    await page.getByLabel(t('auth.password'), { exact: true }).fill('not the password')
    await page.getByRole('button', { name: t('auth.confirm.submit') }).click()
    await expect(page.getByText(t('problems.codes.bad_credentials'))).toBeVisible()

    await page.goto(path)
    await expect(page).toHaveURL(/\/confirm-identity\?next=/)
    expect(await findRow(user.id)).toEqual(before)
    expect(await db.oneTimeToken.count({ where: { userId: user.id, purpose: 'add_address' } })).toBe(0)
  })
}
