import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { type OwnSimulator, startOwnSimulator } from '../own-simulator'
import { idOf, providerNames } from '../provider-attempts'
import { simulatorUrl } from '../simulator/authorization'
import { test as base, expect } from './own-server'

// Of its own: a key that changes, and a cool-down that begins, would reach whoever signs in at the same time.
const test = base.extend<{ ownSimulator: OwnSimulator }>({
  ownSimulator: async ({ browserName: _ }, use, testInfo) => {
    const simulator = await startOwnSimulator(testInfo)
    await use(simulator)
    await simulator.close()
  },
  serverSettings: ({ ownSimulator }, use) =>
    use({ LOG_LEVEL: 'silent', SIMULATOR_URL: simulatorUrl(ownSimulator.origin) }),
})

const openId = [
  { provider: 'google', folder: 'google', keys: '/google/jwks' },
  { provider: 'kakao', folder: 'kakao', keys: '/kakao/.well-known/jwks.json' },
  { provider: 'openid', folder: 'oidc', keys: '/oidc/jwks' },
] as const

test('O-10 whoever signs in at Google, Kakao or an OpenID provider right after its key was replaced gets in', async ({
  page,
  t,
  request,
  ownServer,
  ownSimulator: { origin },
}) => {
  // Six sign-ins, at a server that has only just been started.
  test.slow()
  for (const { provider, folder, keys } of openId) {
    const kidOf = async () => (await (await request.get(origin + keys)).json()).keys[0].kid
    const signIn = async () => {
      const data = { name: 'Robin', email: `${randomUUID()}@gmail.com` }
      const { sub } = await (await request.post(`${origin}/${folder}/people`, { data })).json()
      await page.context().clearCookies()
      await page.goto('/login')
      const label = t(`social.button.signIn.${provider}`, { provider: providerNames[provider] })
      await page.getByRole('button', { name: label }).click()
      await page.locator(`button[name=sub][value="${sub}"]`).click()
      await expect(page).toHaveURL(`${ownServer.origin}/profile`)
      return db.account.count({ where: { provider: idOf(provider), providerAccountId: sub } })
    }
    expect(await signIn(), provider).toBe(1)
    const before = await kidOf()
    await request.post(`${origin}/faults`, { data: { provider: folder, fault: 'key-rotated' } })
    expect(await signIn(), `${provider}, rotated`).toBe(1)
    expect(await kidOf()).not.toBe(before)
  }
})
