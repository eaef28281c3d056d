import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { createApp } from '@/lib/social/app-store'
import { findFreePort } from '../../scripts/ports.js'
import { test as base, expect } from '../fixtures'
import { CLIENT_ID, CLIENT_SECRET } from '../simulator/authorization'
import { discoveryFaults } from '../simulator/people'
import { makeSimulator } from '../simulator/simulator'

const FIRST_PORT = 21_400

type OwnProvider = { name: string; origin: string; close: () => Promise<void> }

/** A provider of this test's own, which no other test asks: by a simulator of its own. */
const test = base.extend<{ ownProvider: OwnProvider }>({
  ownProvider: async ({ browserName: _ }, use, { parallelIndex }) => {
    const port = await findFreePort(FIRST_PORT + parallelIndex * 100)
    const origin = `http://localhost:${port}`
    const server = (await makeSimulator(origin)).listen(port, 'localhost')
    await once(server, 'listening')
    const provider = `p${randomUUID().slice(0, 8)}`
    const keys = { clientId: CLIENT_ID, clientSecret: encrypt(CLIENT_SECRET) }
    await createApp(db, {
      ...{ provider, kind: 'openid', name: `Own ${provider}`, issuer: `${origin}/oidc`, ...keys },
      ...{ nativeClientIds: [], appId: null, keepsTokens: false, isEnabled: true },
    })
    const close = async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    await use({ name: `Own ${provider}`, origin, close })
    await close()
    await db.socialApp.delete({ where: { provider } })
  },
})

for (const fault of discoveryFaults) {
  test(`O-19 a discovery document with ${fault} leads nobody anywhere`, async ({ page, t, request, ownProvider }) => {
    await request.post(`${ownProvider.origin}/faults`, { data: { provider: 'oidc', fault } })
    await page.goto('/login')
    await page.getByRole('button', { name: t('social.button.signIn.openid', { provider: ownProvider.name }) }).click()
    await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
    await expect(page).toHaveURL(/\/login/)
  })
}

test('O-16 a provider that is down says so at its button, and every other way in works', async ({
  page,
  t,
  newUser,
  signIn,
  ownProvider,
  newGooglePerson,
  signInWithGoogle,
}) => {
  await ownProvider.close()
  await page.goto('/login')
  await page.getByRole('button', { name: t('social.button.signIn.openid', { provider: ownProvider.name }) }).click()
  await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
  await signInWithGoogle({ person: await newGooglePerson() })
  await expect(page).toHaveURL(/\/profile/)
  await page.context().clearCookies()
  await signIn(await newUser())
  await expect(page).toHaveURL(/\/profile/)
})
