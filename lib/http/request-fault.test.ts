import { expect, test } from 'vitest'
import { ask, startServer } from './server.fixture'

const twoTokens = { Authorization: 'Bearer a\r\nAuthorization: Bearer b' }
const gzip = { 'Content-Encoding': 'gzip', 'Content-Length': '1' }
const badHeader = {
  detail: 'Authorization header must contain two space-delimited values',
  code: 'bad_authorization_header',
}

const detail = (text: string) => ({ detail: text })
const problem = (status: number, code: string) => {
  return { type: 'about:blank', title: code.replaceAll('_', ' '), status, code }
}

type Row = [what: string, line: string, headers: Record<string, string>, status: number, answer: object]

test.each<Row>([
  ['T-09 two tokens', 'GET /accounts/me/', twoTokens, 401, badHeader],
  ['T-09 two tokens at dj-rest-auth', 'GET /dj-rest-auth/user/', twoTokens, 401, badHeader],
  ['A-08 a compressed body', 'POST /accounts/token/', gzip, 415, detail('Unsupported media type "gzip" in request.')],
  ['W-15 TRACE', 'TRACE /accounts/token/', {}, 405, detail('Method "TRACE" not allowed.')],
  ['W-12 a foreign host', 'GET /accounts/me/', { Host: 'evil.example' }, 421, detail('This host is not served here.')],
  ['W-12 two hosts', 'GET /accounts/me/', { Host: 'a\r\nHost: b' }, 400, detail('Malformed request.')],
  ['W-12 a backslash', 'GET /accounts/\\evil', {}, 400, detail('Malformed request.')],
])('%s is refused by a body of the contract', async (_, line, headers, status, answer) => {
  const refused = await ask(await startServer(), line, headers, line.startsWith('POST') ? 'x' : '')
  expect([refused.status, refused.headers.get('content-type')]).toEqual([status, 'application/json'])
  expect(JSON.parse(refused.body)).toEqual(answer)
  expect(refused.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer realm="api"' : null)
  expect(refused.headers.get('allow')).toBe(status === 405 ? 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' : null)
  expect([refused.headers.get('cache-control'), refused.headers.get('x-content-type-options')]).toEqual([
    'no-store',
    'nosniff',
  ])
})

test.each<Row>([
  ['T-09 two tokens', 'POST /api/session/token', twoTokens, 401, problem(401, 'not_authenticated')],
  ['A-08 a compressed body', 'POST /api/session/token', gzip, 415, problem(415, 'unsupported_media_type')],
])('%s elsewhere is refused by problem details', async (_, line, headers, status, answer) => {
  const refused = await ask(await startServer(), line, headers, 'x')
  expect([refused.status, refused.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  expect(JSON.parse(refused.body)).toEqual(answer)
})

test.each([
  ['A-08 a compressed body', 'POST /login', gzip, 415, 'Compressed bodies are not read'],
  ['T-09 two tokens', 'GET /profile', twoTokens, 400, 'There must be one Authorization'],
  ['W-15 TRACE', 'TRACE /profile', {}, 405, 'Method not allowed'],
])('%s at a page is refused by a line of text', async (_, line, headers, status, text) => {
  const refused = await ask(await startServer(), line, headers, line.startsWith('POST') ? 'x' : '')
  expect([refused.status, refused.headers.get('content-type')]).toEqual([status, 'text/plain; charset=utf-8'])
  expect(refused.body).toBe(`${text}\n`)
})
