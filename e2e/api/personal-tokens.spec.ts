import { createPersonalToken } from '@/lib/tokens/create-personal-token'
import { expect, test } from '../fixtures'

const client = { ip: '', userAgent: 'test', requestId: '' }

test('a personal token opens what its scopes name, by both schemes, and no token endpoint', async ({
  request,
  newUser,
}) => {
  const { id, email } = await newUser()
  const token = await createPersonalToken(
    { user: { id, email, locale: null }, name: 'CI', scopes: ['profile:read'], days: 7, locale: 'en' },
    client,
  )
  for (const scheme of ['Bearer', 'Token']) {
    const headers = { authorization: `${scheme} ${token}` }
    expect(await (await request.get('/accounts/me/', { headers })).json()).toMatchObject({ email })
    expect((await request.get('/dj-rest-auth/user/', { headers })).status()).toBe(200)
    for (const method of ['PUT', 'PATCH']) {
      const answer = await request.fetch('/dj-rest-auth/user/', { method, headers, data: {} })
      expect(answer.status()).toBe(403)
      expect(await answer.json()).toMatchObject({ code: 'insufficient_scope' })
    }
    const page = await request.get('/profile', { headers, maxRedirects: 0 })
    expect(page.headers().location).toContain('/login')
  }
  expect((await request.post('/accounts/token/verify/', { data: { token } })).status()).toBe(401)
})
