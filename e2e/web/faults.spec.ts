import { db } from '@/lib/db'
import { expect, test } from '../fixtures'

const DETAILS = /ZodError|invalid_type|isKept|node_modules|\.tsx?\b|\bat \S+ \(|smuggled/

test('W-20 a page that fails is complete, shows a number, and nothing of the fault', async ({
  page,
  request,
  t,
  newUser,
  newGooglePerson,
  signInWithGoogle,
}) => {
  const user = await newUser()
  await signInWithGoogle({ person: await newGooglePerson({ email: user.email }) })
  await expect(page.getByRole('heading', { name: t('social.link.title') })).toBeVisible()
  // A stored value that no version of ours has written: the page cannot be made.
  const { count } = await db.oneTimeToken.updateMany({
    where: { userId: user.id, purpose: 'link_identity' },
    data: { data: { provider: { smuggled: 'detail' } } },
  })
  expect(count).toBe(1)

  const response = await page.reload()
  expect(response?.status()).toBe(500)
  expect(response?.headers()).toMatchObject({ 'cache-control': expect.stringContaining('no-store') })
  await expect(page.getByRole('heading', { name: t('problems.error.title') })).toBeVisible()
  await expect(page.getByText(`Request number: ${response?.headers()['x-request-id']}`)).toBeVisible()
  expect(await response?.text()).not.toMatch(/<script/)

  const rsc: Record<string, string> = { rsc: '1' }
  for (const headers of [{}, rsc]) {
    const text = await (await page.request.get('/link-account', { headers })).text()
    expect(text).not.toMatch(DETAILS)
    expect(text).not.toContain(user.email)
  }
  expect((await request.get('/healthz')).status()).toBe(200)
})
