import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { JsonReply } from './json-reply'
import { jsonRoute, noInput } from './json-route'
import { wireText } from './wire-fields'

const route = jsonRoute(
  {
    GET: [noInput, () => ({ seen: true })],
    POST: [z.object({ name: wireText(), secret: wireText({ isTrimmed: false }) }), (input) => input],
    DELETE: [noInput, () => undefined],
    PUT: [noInput, () => new JsonReply({ made: true }, { status: 201, headers: { 'x-made': 'yes' } })],
  },
  { name: 'Sample' },
)
const failing = (error: unknown) => jsonRoute({ GET: [noInput, () => Promise.reject(error)] })

async function call(init: RequestInit & { path?: string } = {}, handler = route) {
  const response = await handler(new Request(`http://localhost:3000${init.path ?? '/accounts/sample/'}`, init))
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : null,
  }
}

function post(body: BodyInit | null, contentType?: string) {
  return call({ method: 'POST', body, headers: contentType ? { 'content-type': contentType } : {} })
}
const postJson = (text: string | Uint8Array<ArrayBuffer>) => post(text, 'application/json')

test('T-26 JSON, a form and multipart are read alike, and the last of several values counts', async () => {
  const expected = { name: 'b', secret: ' c ' }
  const form = new FormData()
  for (const [name, value] of [
    ['name', 'a'],
    ['name', 'b'],
    ['secret', ' c '],
  ] as const)
    form.append(name, value)
  expect((await postJson('{"name":"a","name":" b ","secret":" c "}')).body).toEqual(expected)
  expect((await post('name=a&name=b&secret=+c+', 'application/x-www-form-urlencoded')).body).toEqual(expected)
  expect((await call({ method: 'POST', body: form })).body).toEqual(expected)
  expect((await postJson('{"name":7,"secret":0.5}')).body).toEqual({ name: '7', secret: '0.5' })
})

test.each([
  ['{}', ['This field is required.']],
  ['{"name":null}', ['This field may not be null.']],
  ['{"name":"  "}', ['This field may not be blank.']],
  ['{"name":true}', ['Not a valid string.']],
  ['{"name":["a"]}', ['Not a valid string.']],
  ['{"name":{"$ne":""}}', ['Not a valid string.']],
  ['{"name":"a\\u0000b"}', ['Null characters are not allowed.']],
  ['{"name":"\\ud800"}', ['Surrogate characters are not allowed: U+D800.']],
])('%s is refused field by field', async (text, problems) => {
  const { status, body } = await postJson(text)
  expect(status).toBe(400)
  expect(body.name).toEqual(problems)
})

test.each([
  ['[]', 'Invalid data. Expected a dictionary, but got list.'],
  ['"a"', 'Invalid data. Expected a dictionary, but got str.'],
  ['1', 'Invalid data. Expected a dictionary, but got int.'],
  ['null', 'No data provided'],
])('%s as the whole body is refused', async (text, problem) => {
  expect((await postJson(text)).body).toEqual({ non_field_errors: [problem] })
})

test.each(['{', '{} {}', '{"name":NaN}', '\ufeff{}', "{'name':1}", '['.repeat(20_000)])(
  'T-26 %.20s is no JSON',
  async (text) => {
    const { status, body } = await postJson(text)
    expect(status).toBe(400)
    expect(body.detail).toMatch(/^JSON parse error - /)
  },
)

test('T-26 bytes that are not UTF-8 are refused', async () => {
  expect((await postJson(Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).status).toBe(400)
})

test.each(['text/plain', 'application/xml', 'application/vnd.api+json'])('T-26 %s is 415', async (contentType) => {
  const { status, body } = await post('{}', contentType)
  expect(status).toBe(415)
  expect(body).toEqual({ detail: `Unsupported media type "${contentType}" in request.` })
})

test('a body without a content type is 415, no body at all is no fields', async () => {
  expect((await post(new TextEncoder().encode('{}'))).status).toBe(415)
  expect((await post(null)).body).toHaveProperty('name')
})

test('a body over the limit is 413', async () => {
  expect((await postJson(`{"name":"${'a'.repeat(40_000)}"}`)).status).toBe(413)
})

test.each([
  ['application/xml', 406],
  ['text/plain, application/*', 200],
  ['text/html;q=0.1, application/json', 200],
])('Accept %s is %d', async (accept, status) => {
  const answer = await call({ headers: { accept } })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/json')
})

test('a browser sees the same body in a page, with its markup escaped', async () => {
  const { headers, text } = await call(
    { method: 'GET', headers: { accept: 'text/html' } },
    jsonRoute({ GET: [noInput, () => ['<script>']] }),
  )
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(text).toContain('&lt;script&gt;')
})

test('W-19 a refusal shown as a page says that it is one, with its markup escaped', async () => {
  const { status, headers, text } = await call({
    method: 'POST',
    body: '{}',
    headers: { accept: 'text/html', 'content-type': '<script>' },
  })
  expect(status).toBe(415)
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(text).toContain('&lt;script&gt;')
})

test('?format= picks the renderer, and an unknown one is 404', async () => {
  expect((await call({ path: '/accounts/sample/?format=json', headers: { accept: 'text/html' } })).status).toBe(406)
  expect((await call({ path: '/accounts/sample/?format=xml' })).status).toBe(404)
})

test('every method is answered: 405 with Allow, HEAD without a body, OPTIONS with a description', async () => {
  const refused = await call({ method: 'PATCH' })
  expect(refused.status).toBe(405)
  expect(refused.body).toEqual({ detail: 'Method "PATCH" not allowed.' })
  expect(refused.headers.get('allow')).toBe('GET, POST, PUT, DELETE, HEAD, OPTIONS')
  expect(await call({ method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  expect((await call({ method: 'OPTIONS' })).body).toMatchObject({
    name: 'Sample',
    actions: { POST: { name: { label: 'Name' } } },
  })
  expect((await call({ method: 'DELETE' })).status).toBe(204)
})

test('T-28 no answer may be cached, and Accept decides what it is', async () => {
  for (const method of ['GET', 'POST', 'PATCH', 'OPTIONS', 'PUT']) {
    const { headers } = await call({ method })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('vary')).toBe('Accept')
  }
  expect((await call({ method: 'PUT' })).headers.get('x-made')).toBe('yes')
})

test('a bug is internal, and its message stays inside', async () => {
  const { status, text } = await call({}, failing(new Error('connection to 10.0.0.1 refused')))
  expect(status).toBe(500)
  expect(text).toBe('{"detail":"A server error occurred."}')
})

test('waiting is announced', async () => {
  const { status, headers } = await call({}, failing(new AppError('too_many_requests', { retryAfterSeconds: 30 })))
  expect(status).toBe(429)
  expect(headers.get('retry-after')).toBe('30')
})

test('outside the contract a failure is an RFC 9457 problem with a stable code', async () => {
  const error = new AppError('validation_failed', { fields: { name: ['required'] } })
  const { headers, body } = await call({ path: '/api/sample' }, failing(error))
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(body).toMatchObject({
    type: 'about:blank',
    status: 400,
    code: 'validation_failed',
    fields: { name: ['required'] },
  })
})

test('the query of a GET is parsed like a body, and the last of several values counts', async () => {
  const listing = jsonRoute({ GET: [z.object({ limit: z.coerce.number().max(50).default(20) }), (input) => input] })
  const limitOf = async (query: string) => (await call({ path: `/accounts/sample/${query}` }, listing)).body
  expect(await limitOf('?limit=5&limit=7&other=1')).toEqual({ limit: 7 })
  expect(await limitOf('')).toEqual({ limit: 20 })
  expect((await call({ path: '/accounts/sample/?limit=51' }, listing)).status).toBe(400)
})
