import { expect, it } from 'vitest'
import { createLog } from './log'

function capture(write: (log: ReturnType<typeof createLog>) => void): { line: string; entry: Record<string, unknown> } {
  const lines: string[] = []
  write(createLog('info', { write: (line) => void lines.push(line) }))
  expect(lines).toHaveLength(1)
  const line = lines[0] ?? ''
  expect(line.trimEnd().split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(1)
  return { line, entry: JSON.parse(line) }
}

it.each([
  'authorization',
  'Cookie',
  'set-cookie',
  'password',
  'newPassword',
  'passwordHash',
  'token',
  'refresh',
  'access',
  'code',
  'state',
  'id_token',
  'client_secret',
  'code_verifier',
])('a value named %s is not written, however deep it lies', (name) => {
  const { line } = capture((log) => log.info({ request: { headers: [{ [name]: 'hidden-value' }] } }, 'x'))
  expect(line).not.toContain('hidden-value')
})

it('a JWT or a one-time code inside a text is not written', () => {
  const jwt = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl`
  const { line } = capture((log) =>
    log.error({ error: new Error(`bad ${jwt}`), url: '/cb?code=abc123&state=def456' }, 'x'),
  )
  expect(line).not.toMatch(/c2lnbmF0dXJl|abc123|def456/)
})

it.each([
  ['line ends', 'a\r\n{"level":"fatal"}'],
  ['terminal escapes', '\u001b[2Ja\u009b31m'],
  ['Unicode line separators', 'a\u2028b\u2029c\u0085d'],
  ['bidirectional marks', 'a\u202eb'],
])('X-15 %s stay inside one JSON line', (_, userAgent) => {
  const { line } = capture((log) => log.info({ userAgent }, 'x'))
  expect(line.trimEnd()).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u)
})

it('X-15 a text of 1 MB is capped', () => {
  const { line } = capture((log) => log.info({ userAgent: 'x'.repeat(1_000_000) }, 'x'))
  expect(line.length).toBeLessThan(4_000)
})

it('an error keeps its name, code, cause and stack', () => {
  const error = new Error('outer', { cause: Object.assign(new TypeError('inner'), { code: 'ECONNREFUSED' }) })
  const { entry } = capture((log) => log.error({ error }, 'x'))
  expect(entry).toMatchObject({
    level: 'error',
    msg: 'x',
    error: { message: 'outer', stack: expect.any(String), cause: { name: 'TypeError', errorCode: 'ECONNREFUSED' } },
  })
})
