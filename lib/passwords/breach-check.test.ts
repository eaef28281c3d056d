import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { isBreached } from './breach-check'
import { hashNewPassword } from './hash-new-password'

// Where the log goes and where the service is must be known before our modules ask.
const { service, asked, logged, plan } = await vi.hoisted(async () => {
  const { createServer } = await import('node:http')
  const { processWide } = await import('@/lib/process-wide')
  const logged: string[] = []
  processWide('log-destination', () => ({ write: (line: string) => logged.push(line), flush() {} }))
  const asked: IncomingMessage[] = []
  const plan = { answer: (response: ServerResponse): unknown => response.end() }
  const service = createServer((request, response) => {
    asked.push(request)
    plan.answer(response)
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const address = service.address()
  const port = typeof address === 'object' ? address?.port : address
  Object.assign(process.env, { PASSWORD_BREACH_CHECK_URL: `http://127.0.0.1:${port}/range/`, LOG_LEVEL: 'warn' })
  return { service, asked, logged, plan }
})

const password = '비밀번호 lantern'
const digest = createHash('sha1').update(password).digest('hex').toUpperCase()
const [prefix, rest] = [digest.slice(0, 5), digest.slice(5)]
const padding = `${'0'.repeat(35)}:0\r\n`

beforeEach(() => {
  asked.length = 0
  logged.length = 0
})

afterAll(() => {
  service.closeAllConnections()
  service.close()
})

test('P-20 a password known from a breach is refused with the reason', async () => {
  plan.answer = (response) => response.end(`${padding}${rest}:42\r\n`)
  expect(await isBreached(password)).toBe(true)
  await expect(hashNewPassword(password)).rejects.toMatchObject({
    code: 'validation_failed',
    fields: { password: ['password_breached'] },
  })
})

test('only five digits of its SHA-1 leave the server, and a padded answer is asked for', async () => {
  plan.answer = (response) => response.end(padding)
  await isBreached(password.normalize('NFD'))
  expect(asked.map(({ method, url, headers }) => [method, url, headers['add-padding']])).toEqual([
    ['GET', `/range/${prefix}`, 'true'],
  ])
  expect(JSON.stringify(asked[0]?.rawHeaders)).not.toContain(rest)
})

test.each([
  ['another one of the range', `${padding}${'F'.repeat(35)}:7\r\n`],
  ['one that only pads', `${rest}:0\r\n`],
  ['nothing', ''],
])('a password may be used where the service lists %s', async (_, range) => {
  plan.answer = (response) => response.end(range)
  expect(await isBreached(password)).toBe(false)
  expect(await hashNewPassword(password)).toMatch(/^bcrypt_sha256\$/)
  expect(logged).toEqual([])
})

test.each<[string, (response: ServerResponse) => unknown]>([
  ['answers an error', (response) => response.writeHead(503).end(`${rest}:42`)],
  [
    'sends us elsewhere',
    (response) =>
      response.req.url === '/elsewhere'
        ? response.end(`${rest}:42`)
        : response.writeHead(302, { Location: '/elsewhere' }).end(),
  ],
  ['says nothing', () => {}],
  ['breaks off', (response) => response.write(`${rest}:42`, () => response.destroy())],
  ['never ends', (response) => void response.write(`${rest}:42\r\n`.repeat(40_000))],
])('a service that %s keeps nobody out, and the log tells without the password', async (_, answer) => {
  plan.answer = answer
  const startedAt = performance.now()
  expect(await isBreached(password)).toBe(false)
  expect(performance.now() - startedAt).toBeLessThan(3_000)
  expect(logged).toHaveLength(1)
  for (const secret of [password, digest, prefix, rest]) expect(logged.join()).not.toContain(secret)
})
