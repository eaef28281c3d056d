import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { makeGoogleStandIn } from '@/e2e/contract/google-stand-in'
import { jsonRoutes, namingRoutes } from '@/lib/http/hot-routes'
import { callApi, newTokens } from '@/lib/testing/api'
import { commonAnswers } from './common-answers'
import { openApiDocument } from './document'
import { type Endpoint, endpoints } from './endpoints'
import { refusals } from './refusals.fixture'
import { type Answer, bearer, scenarios } from './scenarios.fixture'

const googlePort = await vi.hoisted(async () => {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  const port = typeof address === 'object' && address ? address.port : 0
  Object.assign(process.env, {
    AUTH_GOOGLE_ISSUER: `http://localhost:${port}`,
    ...{ AUTH_GOOGLE_ID: 'contract', AUTH_GOOGLE_SECRET: 'contract', RATE_LIMITS: 'off', SIGN_IN_BY_CODE: 'on' },
    JWT_AUTH_COOKIE: 'access',
  })
  return port
})

const google = makeGoogleStandIn(`http://localhost:${googlePort}`)
beforeAll(() => once(google.listen(googlePort, 'localhost'), 'listening'))
afterAll(() => google.close())

const cases = { ...scenarios, ...refusals }

/** Every case of an answer that has a scenario; without one of its plain name, the request that goes by itself. */
function casesOf(name: string, endpoint: Endpoint, status: number): (() => Promise<Answer>)[] {
  const further = Object.keys(cases).filter((key) => key.startsWith(`${name} `))
  return [cases[name] ?? (() => askPlainly(endpoint, status)), ...further.flatMap((key) => cases[key] ?? [])]
}

async function askPlainly({ method: name, path, isGuarded }: Endpoint, status: number): Promise<Answer> {
  const method = name.toUpperCase()
  const url = path.replace('{id}', '1').replace('{provider}', 'google')
  const headers: Record<string, string> = isGuarded && status !== 401 ? bearer((await newTokens()).access) : {}
  const json = { 'content-type': 'application/json', ...headers }
  if (status === 405) return callApi(url, { method: 'DELETE', headers })
  if (status === 415) return callApi(url, { method, text: 'x', headers: { ...headers, 'content-type': 'text/plain' } })
  if (status === 413) return callApi(url, { method, text: 'x'.repeat(40_000), headers: json })
  return callApi(url, { method, headers, ...(method !== 'GET' && { body: {} }) })
}

// 429 and 503 come from the limits and the database: see busy.test.ts and away.test.ts.
const provokable = (status: string) => !['429', '503'].includes(status)
const documented = endpoints.flatMap((endpoint) =>
  Object.entries({ ...commonAnswers(endpoint.method), ...endpoint.answers })
    .filter(([status]) => provokable(status))
    .map(([status, schema]): [string, Endpoint, number, z.ZodType] => [
      `${endpoint.id} ${status}`,
      endpoint,
      Number(status),
      schema,
    ]),
)

/** The shapes that are documented side by side for one refusal. */
function shapesOf(schema: z.ZodType): z.ZodType[] {
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => shapesOf(option as z.ZodType)) : [schema]
}

test.each(documented)('the documented answer is the real one: %s', async (name, endpoint, status, schema) => {
  const bodies: unknown[] = []
  for (const provoke of casesOf(name, endpoint, status)) {
    const answer = await provoke()
    expect([answer.status, answer.body]).toEqual([status, expect.anything()])
    expect(schema.safeParse(answer.body).error?.issues ?? []).toEqual([])
    bodies.push(answer.body)
  }
  const shapes = status < 400 ? [] : shapesOf(schema)
  for (const shape of shapes) expect(bodies.some((body) => shape.safeParse(body).success)).toBe(true)
})

test('every scenario is of a documented answer', () => {
  const names = documented.map(([name]) => name)
  const answerOf = (key: string) => key.split(' ').slice(0, 2).join(' ')
  expect(Object.keys(cases).filter((key) => !names.includes(answerOf(key)))).toEqual([])
})

test('every endpoint that is served is documented, and no other', () => {
  const undocumented = ['/accounts/openapi.json']
  const served = [...jsonRoutes.keys(), ...namingRoutes.keys()].filter((path) => !undocumented.includes(path))
  const named = new Set(endpoints.map(({ path }) => path.replace(/\/$/, '')))
  expect([...named].sort()).toEqual(served.sort())
})

test('the document describes each field of a body, and says which are required', async () => {
  const { body } = await callApi('/accounts/openapi.json', { method: 'GET' })
  expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
  expect(body.openapi).toBe('3.1.1')
  const { schema } = body.paths['/accounts/token/'].post.requestBody.content['application/json']
  expect(schema).toMatchObject({ properties: { email: { type: 'string' }, password: { type: 'string' } } })
  expect(schema.required).toEqual(['email', 'password'])
  const { post } = body.paths['/dj-rest-auth/password/change/']
  expect(Object.keys(post.requestBody.content['application/json'].schema.properties)).toContain('old_password')
})
