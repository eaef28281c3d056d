import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { limits } from '@/lib/limits/limits'
import { callApi, newPerson, newTokens } from '@/lib/testing/api'
import { newPersonalToken } from '@/lib/tokens/personal-token.fixture'
import { type Refusal, recordRefusal, refusalIn } from './record-refusal'

// What one test uses up of what everybody shares is not the next one's matter.
beforeEach(() => db.limit.deleteMany({ where: { key: 'refusal:global:all' } }))

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

const { address: perAddress, account: perPerson } = limits.refusal

test('a personal token without the scope fills no log, in whatever loop, and it is recorded whose it is', async () => {
  const { user, token } = await newPersonalToken({ scopes: ['profile:read'] })
  const use = (host: number) => {
    const headers = { authorization: `Bearer ${token}`, ...from(`10.6.2.${host}`) }
    return callApi('/dj-rest-auth/user/', { method: 'PATCH', body: {}, headers })
  }
  const answers = await Promise.all(Array.from({ length: perPerson.points + 15 }, (_, host) => use(host)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]))
  const events = await db.auditEvent.findMany({ where: { userId: user.id, outcome: 'refused' } })
  const reasonsOf = (name: string) => events.filter(({ event }) => event === name).map(({ reason }) => reason)
  expect(reasonsOf('request.refuse')).toEqual(Array(perPerson.points).fill('forbidden'))
  expect(reasonsOf('limit.reach')).toEqual(['refusal'])
})

test.each<Refusal['reason']>(['token_invalid', 'recent_sign_in_required', 'account_held', 'forbidden'])(
  'what one address is refused fills no log, and the first above the count tells of all: %s',
  async (reason) => {
    const client = { ip: `10.6.3.${reason.length}`, userAgent: '', requestId: '' }
    const refuse = () => recordRefusal({ reason, userId: randomUUID() }, { client, userId: null, path: '/' })
    for (let refused = 0; refused < perAddress.points + 5; refused += 1) await refuse()
    const events = (await refusalsFrom(client.ip)).map((it) => `${it.event} ${it.reason}`)
    expect(events.filter((it) => it === `request.refuse ${reason}`)).toHaveLength(perAddress.points)
    expect(events.filter((it) => it === 'limit.reach refusal')).toHaveLength(1)
  },
)

test('a door that knows nobody names whose account it was, where whoever refused knew', async () => {
  const [{ id: owner }, { id: signedIn }] = [await newPerson(), await newPerson()]
  const client = { ip: '10.6.4.1', userAgent: '', requestId: '' }
  const held = new AppError('provider_failed', { cause: new AppError('account_held', { userId: owner }) })
  for (const error of [held, new AppError('forbidden')]) {
    const refusal = refusalIn(error)
    if (refusal) await recordRefusal(refusal, { client, userId: async () => signedIn, path: '/' })
  }
  const events = await db.auditEvent.findMany({ where: { ip: client.ip }, orderBy: { reason: 'asc' } })
  expect(events).toMatchObject([
    { reason: 'account_held', userId: owner },
    { reason: 'forbidden', userId: signedIn },
  ])
})
