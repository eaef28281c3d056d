import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { callApi, newPerson, newTokens } from '@/lib/testing/api'

const from = (ip: string) => ({ 'x-latchkey-client-ip': ip })
const refusalsFrom = (ip: string) => db.auditEvent.findMany({ where: { ip, outcome: 'refused' } })

test('R-12 R-19 a link that is good for nothing is recorded, whichever words this wire has for it', async () => {
  const { number } = await newPerson()
  const uid = Buffer.from(String(number)).toString('base64url')
  const [new_password1, new_password2] = ['copper lantern seventeen', 'copper lantern seventeen']
  const body = { uid, token: 'x'.repeat(43), new_password1, new_password2 }
  const path = '/dj-rest-auth/password/reset/confirm/'
  expect((await callApi(path, { body, headers: from('10.6.0.1') })).status).toBe(400)
  const refused = { event: 'request.refuse', reason: 'token_invalid', userId: null, data: { path } }
  expect(await refusalsFrom('10.6.0.1')).toMatchObject([refused])
})

test('R-24 a risky act without a recent sign-in is recorded with whose it was', async () => {
  const { user, access } = await newTokens()
  const authenticatedAt = new Date(Date.now() - 3_600_000)
  await db.session.updateMany({ where: { userId: user.id }, data: { authenticatedAt } })
  const headers = { authorization: `Bearer ${access}`, ...from('10.6.0.2') }
  const body = { email: `${randomUUID()}@example.org` }
  expect((await callApi('/accounts/me/addresses/', { body, headers })).status).toBe(403)
  const refused = { event: 'request.refuse', reason: 'recent_sign_in_required', userId: user.id }
  expect(await refusalsFrom('10.6.0.2')).toMatchObject([refused])
})

test('P-10 of what a limit refuses the first is recorded, with whose account it was', async () => {
  const { id: userId, email } = await newPerson()
  for (let tried = 0; tried < limits.password.account.points + 5; tried += 1)
    await callApi('/accounts/token/', { body: { email, password: 'guess' }, headers: from(`10.6.1.${tried}`) })
  const where = { event: 'limit.reach', userId }
  expect(await db.auditEvent.findMany({ where })).toMatchObject([{ outcome: 'refused', reason: 'password' }])
})
