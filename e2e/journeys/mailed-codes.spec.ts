import { randomUUID } from 'node:crypto'
import { test as base, expect } from '../fixtures'

const test = base.extend<{
  /** Asks for a code to sign in with, on the way to /devices, and stops where it is typed. */
  askForCode: (email: string) => Promise<void>
}>({
  askForCode: async ({ page, t }, use) => {
    await use(async (email) => {
      await page.goto('/login?next=/devices')
      await page.getByRole('link', { name: t('auth.login.byCode') }).click()
      await page.waitForURL(/\/login\/code/)
      await page.getByLabel(t('auth.email')).fill(email)
      await page.getByRole('button', { name: t('auth.code.submit') }).click()
      await expect(page.getByText(t('auth.code.sent'))).toBeVisible()
    })
  },
})

const codeIn = ({ text }: { text: string }) => /\b\d{6}\b/.exec(text)?.[0] ?? ''
const anotherCode = (code: string) => code.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))

test('a code by mail signs in, in the browser that asked for it and in no other', async ({
  page,
  t,
  browser,
  contextOptions,
  newUser,
  inbox,
  askForCode,
}) => {
  const { email, name } = await newUser()
  await askForCode(email)
  const code = codeIn(await inbox.newest(email))

  const elsewhere = await (await browser.newContext(contextOptions)).newPage()
  await elsewhere.goto('/login/code?step=code')
  await elsewhere.getByLabel(t('auth.code.label')).fill(code)
  await elsewhere.getByRole('button', { name: t('auth.login.submit') }).click()
  await expect(elsewhere.getByText(t('problems.fields.code_wrong'))).toBeVisible()
  await elsewhere.context().close()

  await page.getByLabel(t('auth.code.label')).fill(anotherCode(code))
  await page.getByRole('button', { name: t('auth.login.submit') }).click()
  await expect(page.getByText(t('problems.fields.code_wrong'))).toBeVisible()
  await page.getByLabel(t('auth.code.label')).fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  await page.getByRole('button', { name: t('auth.login.submit') }).click()
  await expect(page).toHaveURL(/\/devices$/)
  await expect(page.getByLabel(t('common.accountMenu', { name }))).toBeVisible()
})

test('the button in the mail of a code to sign in leads to where it is typed, and on to where somebody was going', async ({
  page,
  t,
  newUser,
  inbox,
  askForCode,
}) => {
  const { email } = await newUser()
  await askForCode(email)
  const mail = await inbox.newest(email)
  expect(mail.text + mail.html).not.toContain('devices')
  await page.goto('/')
  await page.goto(mail.link)
  await page.getByLabel(t('auth.code.label')).fill(codeIn(mail))
  await page.getByRole('button', { name: t('auth.login.submit') }).click()
  await expect(page).toHaveURL(/\/devices$/)
})

test('the button in the mail of a code that proves an address leads to where it is typed, in that browser only', async ({
  page,
  t,
  browser,
  contextOptions,
  newPersonAt,
  signInAt,
  inbox,
}) => {
  const email = `${randomUUID()}@elsewhere.example`
  const person = await newPersonAt('github', { email, emailVerified: false })
  await page.goto('/login?next=/devices')
  await signInAt('github', person)
  await page.getByRole('button', { name: t('social.address.submit') }).click()
  await expect(page.getByLabel(t('social.address.code'), { exact: true })).toBeVisible()
  const mail = await inbox.newest(email)
  expect(mail.text + mail.html).not.toContain('devices')

  const elsewhere = await (await browser.newContext(contextOptions)).newPage()
  await elsewhere.goto(mail.link)
  await expect(elsewhere.getByText(t('social.link.expired'))).toBeVisible()
  await elsewhere.context().close()

  await page.goto('/')
  await page.goto(mail.link)
  await page.getByLabel(t('social.address.code'), { exact: true }).fill(codeIn(mail))
  await page.getByRole('button', { name: t('social.address.finish') }).click()
  await expect(page).toHaveURL(/\/devices$/)
  await expect(page.getByLabel(t('common.accountMenu', { name: person.name }))).toBeVisible()
})

test('whoever reads the mail elsewhere confirms the address by its code', async ({ page, t, inbox, signIn }) => {
  const [email, password] = [`${randomUUID()}@example.org`, 'violet harbour eleven']
  await page.goto('/signup')
  await page.getByLabel(t('auth.name'), { exact: true }).fill('Robin')
  await page.getByLabel(t('auth.email')).fill(email)
  await page.getByLabel(t('auth.newPassword'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('auth.signup.submit') }).click()
  await expect(page.getByRole('heading', { name: t('auth.sent.title') })).toBeVisible()
  const code = codeIn(await inbox.newest(email))
  await page.getByLabel(t('auth.code.label')).fill(anotherCode(code))
  await page.getByRole('button', { name: t('auth.verify.submit') }).click()
  await expect(page.getByText(t('problems.fields.code_wrong'))).toBeVisible()
  await page.getByLabel(t('auth.code.label')).fill(code)
  await page.getByRole('button', { name: t('auth.verify.submit') }).click()
  await expect(page).toHaveURL(/\/login/)
  await signIn({ email, password })
  await expect(page).toHaveURL(/\/profile/)
})
