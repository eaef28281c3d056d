import { expect, test } from '../fixtures'
import { startOwnServer } from '../own-server'

type Api = import('@playwright/test').APIRequestContext
type Server = Awaited<ReturnType<typeof startOwnServer>>

test.describe.configure({ timeout: 90_000 })

let server: Server
test.beforeEach(async () => {
  server = await startOwnServer()
})
test.afterEach(() => server.stop())

async function obtain(request: Api, user: { email: string; password: string }) {
  const answer = await request.post(`${server.origin}/accounts/token/`, { data: user })
  expect(answer.status()).toBe(200)
  return (await answer.json()) as { access: string; refresh: string }
}

const getMe = (request: Api, access: string) =>
  request.get(`${server.origin}/accounts/me/`, { headers: { authorization: `Bearer ${access}` } })
const refresh = (request: Api, token: string) =>
  request.post(`${server.origin}/accounts/token/refresh/`, { data: { refresh: token } })

test('S-20 without its database a server answers 503, nobody is anonymous or valid, and then it recovers', async ({
  page,
  request,
  t,
}) => {
  const user = await server.newUser()
  const { access } = await obtain(request, user)
  await page.goto(`${server.origin}/login`)
  await page.getByLabel(t('auth.email')).fill(user.email)
  await page.getByLabel(t('auth.password'), { exact: true }).fill(user.password)
  await page.getByRole('button', { name: t('auth.login.submit'), exact: true }).click()
  await page.waitForURL(`${server.origin}/profile`)

  await server.cutDatabase()
  for (const path of ['/profile', '/devices', '/']) {
    const response = await page.goto(server.origin + path)
    expect(response?.status(), path).toBe(503)
    expect(response?.headers()['retry-after']).toBe('5')
  }
  const refused = await getMe(request, access)
  expect(refused.status()).toBe(503)
  expect(refused.headers()['retry-after']).toBeDefined()
  expect((await request.post(`${server.origin}/accounts/token/`, { data: user })).status()).toBe(503)
  expect((await request.get(`${server.origin}/readyz`)).status()).toBe(503)
  expect((await request.get(`${server.origin}/healthz`)).status()).toBe(200)

  await server.mendDatabase()
  await expect.poll(async () => (await getMe(request, access)).status()).toBe(200)
  await page.goto(`${server.origin}/profile`)
  await expect(page).toHaveURL(/\/profile$/)
})

test('S-19 T-18 what was revoked stays revoked when the server is started again, and what was not goes on', async ({
  request,
}) => {
  const user = await server.newUser()
  const [ended, live] = [await obtain(request, user), await obtain(request, user)]
  const data = { refresh: ended.refresh }
  expect((await request.post(`${server.origin}/accounts/token/blacklist/`, { data })).status()).toBe(200)
  await server.restart()
  expect((await getMe(request, ended.access)).status()).toBe(401)
  expect((await refresh(request, ended.refresh)).status()).toBe(401)
  expect((await getMe(request, live.access)).status()).toBe(200)
  expect((await refresh(request, live.refresh)).status()).toBe(200)
})

test('W-20 a page and an endpoint that break show a number to ask about, and nothing of the fault', async ({
  page,
  request,
}) => {
  const { access } = await obtain(request, await server.newUser())
  await server.query('ALTER TABLE one_time_tokens RENAME TO elsewhere')
  const response = await page.goto(`${server.origin}/verify-email?token=${'x'.repeat(43)}`)
  expect(response?.status()).toBe(500)
  await expect(page.getByText(/\b[0-9a-f-]{8,}\b|\d{6,}/).first()).toBeVisible()
  await server.query('ALTER TABLE profiles RENAME TO nowhere')
  const answer = await getMe(request, access)
  expect(answer.status()).toBe(500)
  expect(answer.headers()['x-request-id']).toBeDefined()
  for (const text of [await page.content(), await answer.text()]) {
    expect(text).not.toMatch(/one_time_tokens|profiles|prisma|postgres|node_modules|\.ts\b|at \w+ \(/i)
  }
})
