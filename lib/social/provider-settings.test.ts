import { expect, test, vi } from 'vitest'
import { redirectUriOf } from './kinds/openid'
import { findProvider } from './providers'

const names = vi.hoisted(() => {
  const names = ['google', 'kakao', 'naver', 'github']
  for (const name of names.map((one) => one.toUpperCase()))
    Object.assign(process.env, {
      [`AUTH_${name}_ID`]: 'ours',
      [`AUTH_${name}_SECRET`]: 'secret',
      [`AUTH_${name}_CALLBACK_URL`]: `https://app.acme.test/${name.toLowerCase()}`,
    })
  const keys = { name: 'Acme', issuer: 'https://id.acme.test', clientId: 'ours', clientSecret: 'secret' }
  const apart = { id: 'apart', callbackUrl: 'https://app.acme.test/apart' }
  process.env.OPENID_PROVIDERS = JSON.stringify([
    { ...keys, ...apart },
    { ...keys, id: 'shared' },
  ])
  return [...names, apart.id]
})

test.each(names)('API clients of %s have the redirect URI that the environment gives them', async (name) => {
  expect(await findProvider(name)).toMatchObject({ apiRedirectUri: `https://app.acme.test/${name}` })
})

test('without one, they have that of our own pages', async () => {
  expect(await findProvider('shared')).toMatchObject({ apiRedirectUri: redirectUriOf('shared') })
})
