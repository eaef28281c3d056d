import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { makeSignInsOld } from '../sign-in-age'

type Translate = Parameters<Parameters<typeof test>[2]>[0]['t']

const findRow = (id: string) =>
  db.user.findUniqueOrThrow({
    where: { id },
    select: { email: true, passwordHash: true, emailAddresses: true, accounts: true },
  })

type Visit = Pick<Parameters<Parameters<typeof test>[2]>[0], 'page' | 't' | 'newPersonAt'> & { userId: string }
type LateForm = {
  title: string
  path: string
  /** How one gets to the form; by its address unless told otherwise. */
  open?: (visit: Visit) => Promise<unknown>
  send: (page: Page, t: Translate) => Promise<void>
}

/** Forms of pages that were opened while the sign-in was fresh. */
const forms: LateForm[] = [
  {
    title: 'R-24 the address is not changed',
    path: '/security/addresses',
    send: async (page, t) => {
      await page.getByLabel(t('account.addresses.newAddress')).fill(`${randomUUID()}@example.org`)
      await page.getByRole('button', { name: t('account.addresses.submit') }).click()
    },
  },
  {
    title: 'O-22 an account at a provider is not unlinked',
    path: '/security/connections',
    open: async ({ page, userId }) => {
      const identity = { userId, provider: 'github', providerAccountId: randomUUID(), type: 'oidc' }
      await db.account.create({ data: identity })
      await page.goto('/security/connections')
    },
    send: (page, t) =>
      page.getByRole('button', { name: t('account.connections.unlinkLabel', { provider: 'GitHub' }) }).click(),
  },
  {
    title: 'O-22 an account at a provider is not linked',
    path: '/security/connections/confirm',
    open: async ({ page, t, newPersonAt }) => {
      const { sub } = await newPersonAt('github')
      await page.goto('/security/connections')
      await page.getByRole('button', { name: t('social.button.link', { provider: 'GitHub' }) }).click()
      await page.locator(`button[name=sub][value="${sub}"]`).click()
      await expect(page).toHaveURL(/\/security\/connections\/confirm\?offer=/)
    },
    send: (page, t) =>
      page.getByRole('button', { name: t('account.connections.confirmSubmit', { provider: 'GitHub' }) }).click(),
  },
]

for (const { title, path, open, send } of forms) {
  test(`${title} by an old sign-in, nor by one that does not know the password`, async ({
    page,
    t,
    newUser,
    signIn,
    newPersonAt,
  }) => {
    const user = await newUser()
    await signIn(user)
    await (open?.({ page, t, newPersonAt, userId: user.id }) ?? page.goto(path))
    const before = await findRow(user.id)
    await makeSignInsOld(user.id)
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
