import { decodeJwt } from 'jose'
import { db } from '@/lib/db'
import { obtain, statusesOf, type TokenPair } from '../api/tokens'
import { expect, test } from './own-server'

// Older than what a running server reads again each time, so that only the reading at the start finds them.
async function ageRevocations(pairs: TokenPair[]) {
  const sessionIds = pairs.map(({ access }) => String(decodeJwt(access).sid))
  const where = { subject: 'session', subjectId: { in: sessionIds } }
  const { count } = await db.revocation.updateMany({ where, data: { createdAt: new Date(Date.now() - 120_000) } })
  expect(count).toBe(pairs.length)
}

test('S-19 T-18 a restart ends no sign-in, and what was ended or blacklisted before stays so', async ({
  page,
  request,
  browser,
  contextOptions,
  baseURL,
  ownServer,
  newUser,
  signIn,
}) => {
  test.slow()
  const [staying, leaving] = [await newUser(), await newUser()]
  await signIn(staying)
  const [good, blacklisted, ended] = [
    await obtain(request, staying),
    await obtain(request, staying),
    await obtain(request, leaving),
  ]
  await request.post('/accounts/token/blacklist/', { data: { refresh: blacklisted.refresh } })

  const leavingContext = await browser.newContext({ ...contextOptions, baseURL: baseURL ?? '' })
  const leavingPage = await leavingContext.newPage()
  await signIn(leaving, { page: leavingPage })
  const cookies = await leavingContext.cookies()
  await leavingPage.goto('/devices')
  await leavingPage.getByRole('button', { name: 'Sign out everywhere' }).click()
  await leavingPage.waitForURL(/\/login/)
  await leavingContext.addCookies(cookies)

  await ageRevocations([blacklisted, ended])
  await ownServer.restart()

  expect((await page.goto('/profile'))?.status()).toBe(200)
  await expect(page).toHaveURL(/\/profile$/)
  await leavingPage.goto('/profile')
  await expect(leavingPage).toHaveURL(/\/login/)
  expect(await statusesOf(request, good)).toEqual({ me: 200, verified: 200, refreshed: 200 })
  for (const tokens of [blacklisted, ended]) {
    expect(await statusesOf(request, tokens)).toEqual({ me: 401, verified: 401, refreshed: 401 })
  }
})
