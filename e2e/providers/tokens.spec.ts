import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { createApp } from '@/lib/social/app-store'
import { freshProviderToken } from '@/lib/social/fresh-provider-token'
import { expect, test } from '../fixtures'
import { origins } from '../ports'

const issuer = `${origins.simulator}/oidc`
const userInfo = (accessToken = '') => ({ headers: { authorization: `Bearer ${accessToken}` } })

test('where the owner keeps the tokens, a page gets a good one of whoever signed in there, renewed when it ended', async ({
  page,
  t,
  request,
  newPersonAt,
}) => {
  const provider = `p${randomUUID().slice(0, 8)}`
  const name = `Keeper ${provider}`
  await createApp(db, {
    ...{ provider, kind: 'openid', name, issuer, clientId: 'latchkey-local', isEnabled: true, keepsTokens: true },
    ...{ clientSecret: encrypt('latchkey-local-secret'), nativeClientIds: [], appId: null },
  })
  const person = await newPersonAt('openid', { email: `${provider}@elsewhere.example` })
  await page.goto('/login')
  await page.getByRole('button', { name: t('social.button.signIn.openid', { provider: name }) }).click()
  await page.waitForURL(`${issuer}/authorize?**`)
  expect(new URL(page.url()).searchParams.get('scope')?.split(' ')).toContain('offline_access')
  await page.locator(`button[name=sub][value="${person.sub}"]`).click()
  await expect(page).toHaveURL(/\/profile/)

  const { userId, access_token } = await db.account.findFirstOrThrow({ where: { provider } })
  expect(access_token).not.toContain('simulated-token')
  const first = await freshProviderToken(userId, provider)
  const answer = await request.get(`${issuer}/userinfo`, userInfo(first?.accessToken))
  expect(await answer.json()).toMatchObject({ sub: person.sub })
  await db.account.updateMany({ where: { provider }, data: { expires_at: 0 } })
  const second = await freshProviderToken(userId, provider)
  expect(second?.accessToken).not.toBe(first?.accessToken)
  expect((await request.get(`${issuer}/userinfo`, userInfo(second?.accessToken))).status()).toBe(200)
  await db.socialApp.delete({ where: { provider } })
})

test('where they are not kept, none is in the database', async ({ page, newGooglePerson, signInWithGoogle }) => {
  const person = await newGooglePerson()
  await signInWithGoogle({ person })
  await expect(page).toHaveURL(/\/profile/)
  const kept = await db.account.findFirstOrThrow({ where: { providerAccountId: person.sub } })
  expect(kept).toMatchObject({ access_token: null, refresh_token: null, id_token: null })
})
