import { expect, test, vi } from 'vitest'

vi.hoisted(() => {
  Object.assign(process.env, { AUTH_GITHUB_ID: 'id-of-the-environment', AUTH_GITHUB_SECRET: 'its-secret' })
})

import { db } from '@/lib/db'
import { encrypt } from '@/lib/encryption'
import { createApp } from './app-store'
import { listConfiguredProviders } from './list-configured-providers'
import { findProvider } from './providers'

const keys = { nativeClientIds: [], appId: null, keepsTokens: false, isEnabled: true }

test('where environment and admin page both have keys, the environment wins, and the page is told', async () => {
  for (const kind of ['github', 'naver']) {
    const clientSecret = encrypt('secret-of-the-page')
    await createApp(db, {
      provider: kind,
      kind,
      name: kind,
      issuer: null,
      clientId: 'id-of-the-page',
      clientSecret,
      ...keys,
    })
  }
  const github = await findProvider('github')
  expect(github).toMatchObject({ clientId: 'id-of-the-environment' })
  expect(github?.readSecret()).toBe('its-secret')
  const { providers } = await listConfiguredProviders()
  expect(providers.map(({ id, source, isOverridden }) => [id, source, isOverridden])).toEqual([
    ['naver', 'administration', false],
    ['github', 'environment', true],
  ])
})
