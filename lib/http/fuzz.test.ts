import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { newTokens } from '@/lib/testing/api'
import { isLong } from '@/lib/testing/long'
import { jsonRoutes, namingRoutes } from './hot-routes'
import type { JsonRoute } from './json-route'

// Else most of it would be refused before anything looks at it.
vi.hoisted(() => {
  process.env.RATE_LIMITS = 'off'
  // Nobody listens there.
  Object.assign(process.env, { AUTH_GOOGLE_ID: 'x', AUTH_GOOGLE_SECRET: 'x', AUTH_GOOGLE_ISSUER: 'http://localhost:9' })
})

const RUNS = isLong ? 5_000 : 200

const fields = `email password refresh token key uid password1 password2 old_password new_password1 new_password2
  access_token code id_token code_verifier __proto__ constructor`.split(/\s+/)
const nastyTexts = [
  ...['', ' ', 'a@b.example', '../../etc/passwd', "' OR 1=1 --", '\u0000', 'a\u0000@b.example', '\ud800', '\u202e'],
  ...['x'.repeat(20_000), 'e30.e30.e30', '....', `${'A'.repeat(4_000)}.B.C`, '-1', '1e308', 'null', '%00', '\r\nx: y'],
  // Tokens with {"alg":"ES256","kid":"../../etc/passwd"} and with {"alg":"dir","enc":"A128GCM","zip":"DEF"}.
  'eyJhbGciOiJFUzI1NiIsImtpZCI6Ii4uLy4uL2V0Yy9wYXNzd2QifQ.e30.AA',
  'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIiwiemlwIjoiREVGIn0..A.A.A',
]
const nastyValues = [...nastyTexts, null, true, 0, -1, 1.5, 1e308, [], {}, [[[[]]]], { a: { b: {} } }]
const nastyBodies = ['', '[]', 'null', '1', '"text"', '{', `${'['.repeat(9_000)}${']'.repeat(9_000)}`, 'x=1&x=2']
const complete = {
  ...Object.fromEntries(fields.map((name) => [name, 'correct horse battery staple'])),
  email: 'a@b.example',
}

const routes: [string, JsonRoute][] = [
  ...jsonRoutes,
  ...[...namingRoutes].map(([path, [, route]]): [string, JsonRoute] => [
    path.replace('{provider}', 'google').replace('{id}', '1'),
    route,
  ]),
]

type Sent = { method: string; query?: string; body: string; type: string; authorization: string; cookie: string }

async function send([path, route]: [string, JsonRoute], sent: Sent): Promise<void> {
  const headers = new Map([
    ['content-type', sent.type],
    ['authorization', sent.authorization],
    ['cookie', sent.cookie],
  ])
  const { status, content } = await route.answer({
    method: sent.method,
    url: `http://localhost:3000${path}/${sent.query ?? ''}`,
    headers: { get: (name) => headers.get(name) || null },
    arrayBuffer: async () => Buffer.from(sent.body),
  })
  expect(status, `${sent.method} ${path} ${sent.type} ${sent.body.slice(0, 300)}\n${content}`).toBeLessThan(500)
}

test.each(routes)(
  'A-08 %s takes every nasty value in every field, and never answers 500',
  async (...route) => {
    const { access } = await newTokens()
    const usual = { method: 'POST', type: 'application/json', authorization: `Bearer ${access}`, cookie: '' }
    for (const name of fields) {
      for (const value of nastyValues)
        await send(route, { ...usual, body: JSON.stringify({ ...complete, [name]: value }) })
    }
  },
  120_000,
)

// Mostly what gets through the first checks.
const mostly = (usual: string, ...others: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...others))
const value = fc.oneof(fc.constantFrom<unknown>(...nastyValues), fc.string({ unit: 'binary' }), fc.jsonValue())
const object = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 6 })

const anything = (access: string) =>
  fc.record({
    query: mostly(
      '',
      ...['constructor', '__proto__', 'toString', 'json', 'api', '', '%', '%00'].map((format) => `?format=${format}`),
      ...['?format', '?format=api&format=x', '?page=-1&limit=x', '?%ff'],
    ),
    method: mostly('POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'),
    body: fc.oneof(
      object.map((members) => JSON.stringify(members)),
      object.map((members) => JSON.stringify({ ...complete, ...members })),
      fc.constantFrom(...nastyBodies),
      fc.string({ unit: 'binary', maxLength: 200 }),
    ),
    type: mostly(
      'application/json',
      ...['application/json; charset=utf-16', 'application/x-www-form-urlencoded', 'multipart/form-data'],
      ...['multipart/form-data; boundary=x', 'text/plain', 'application/xml', '', 'a/b; c="'],
    ),
    authorization: mostly(
      `Bearer ${access}`,
      ...['', 'Bearer', 'Bearer a b', 'Token', 'Basic eDp5', 'Token x', 'bearer\t.', `Bearer ${access}=`],
    ),
    cookie: mostly('', 'access=x; access=y', 'csrftoken=1', '=;=;', 'access'),
  })

test.each(routes)(
  'A-08 %s takes anything, and never answers 500',
  async (...route) => {
    const { access } = await newTokens()
    const property = fc.asyncProperty(anything(access), (sent) => send(route, sent))
    await fc.assert(property, { numRuns: RUNS })
  },
  600_000,
)
