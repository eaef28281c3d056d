import { createLocalJWKSet, jwtVerify } from 'jose'
import { expect, test } from '../fixtures'
import { origins } from '../ports'
import { obtain } from './tokens'

const KEYS = '/.well-known/jwks.json'

test('the published keys verify our tokens, are public only, and may be kept for a while', async ({
  request,
  newUser,
}) => {
  const { access } = await obtain(request, await newUser())
  const response = await request.get(KEYS)
  expect(response.status()).toBe(200)
  expect(response.headers()).toMatchObject({
    'content-type': 'application/json',
    'cache-control': 'public, max-age=300',
    'x-content-type-options': 'nosniff',
  })
  const { keys, ...rest } = await response.json()
  expect(rest).toEqual({})
  for (const key of keys) {
    expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })
  }
  const { payload, protectedHeader } = await jwtVerify(access, createLocalJWKSet({ keys }), { algorithms: ['ES256'] })
  expect(payload).toMatchObject({ token_type: 'access' })
  expect([origins.application, origins.throughNext]).toContain(payload.iss)
  expect(keys.map(({ kid }: { kid: string }) => kid)).toContain(protectedHeader.kid)

  const etag = response.headers().etag ?? ''
  const again = await request.get(KEYS, { headers: { 'if-none-match': etag } })
  expect(again.status()).toBe(304)
  expect(await again.text()).toBe('')
})
