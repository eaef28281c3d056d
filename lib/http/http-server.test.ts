import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { closeGracefully, createHttpServer } from './http-server'
import { ask, ownHost, requestText, sendRaw, startServer } from './server.fixture'

const MINUTE_MS = 60_000

describe('smuggling', () => {
  it.each([
    ['both lengths', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n'],
    ['both lengths, the other way', 'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde'],
    ['a list of lengths', 'Content-Length: 4, 5\r\n\r\nabcde'],
    ['a length with a sign', 'Content-Length: +4\r\n\r\nabcd'],
    ['an unknown transfer coding', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['chunked twice', 'Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n'],
    ['chunked not last', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n'],
    ['a bare line feed in the head', 'X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a folded header', 'X: a\r\n b\r\n\r\n'],
    ['a NUL in a header', 'X: a\0b\r\n\r\n'],
    ['a chunk size that is none', 'Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n'],
  ])('W-18 a request with %s is refused and the connection closed', async (_, rest) => {
    const { status, headers } = await sendRaw(
      await startServer(),
      `POST /login HTTP/1.1\r\nHost: ${ownHost}\r\n${rest}`,
      3_000,
    )
    expect(status).toBe(400)
    expect(headers.get('connection')).toBe('close')
  })

  it.each(['GET /', 'GET http://169.254.169.254/', `GET http://${ownHost}/`])(
    'W-18 a WebSocket upgrade by %s is refused and reaches nobody',
    async (line) => {
      let isReached = false
      const port = await startServer({
        answerByNext: async (_, response) => {
          isReached = true
          response.end()
        },
      })
      const upgrade = {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'AA==',
      }
      const { status, headers } = await sendRaw(port, requestText(line, upgrade))
      expect(status).toBe(400)
      expect(headers.get('connection')).toBe('close')
      expect(isReached).toBe(false)
    },
  )
})

describe('limits', () => {
  it.each([
    ['one header of 100 KB', { X: 'x'.repeat(100_000) }],
    ['200 cookies', { Cookie: Array.from({ length: 200 }, (_, index) => `c${index}=${'x'.repeat(100)}`).join('; ') }],
  ])('A-07 %s is answered with 431', async (_, headers) => {
    const { status, headers: answered } = await ask(await startServer(), 'GET /', headers)
    expect(status).toBe(431)
    expect(answered.get('x-content-type-options')).toBe('nosniff')
  })

  it('A-07 many small headers within the size all arrive', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`h${index}`, '1']))
    const { status, body } = await ask(await startServer(), 'GET /', many)
    expect(status).toBe(200)
    expect(JSON.parse(body).headers.h1199).toBe('1')
  })

  it('A-03 headers that never end are cut within 15 seconds while others are served', {
    timeout: MINUTE_MS,
  }, async () => {
    const port = await startServer()
    const slow = Array.from({ length: 20 }, () => sendRaw(port, `GET / HTTP/1.1\r\nHost: ${ownHost}\r\nX: `, 30_000))
    expect((await ask(port, 'GET /')).milliseconds).toBeLessThan(1_000)
    for (const { milliseconds } of await Promise.all(slow)) expect(milliseconds).toBeLessThan(15_000)
  })

  it('A-04 a body that drips is cut within 20 seconds, whatever the page allows', { timeout: MINUTE_MS }, async () => {
    const port = await startServer()
    const answers = ['/login', '/profile', '/accounts/token/'].map((path) => {
      const type = path === '/profile' ? 'multipart/form-data; boundary=x' : 'application/json'
      const head = { 'Content-Type': type, 'Content-Length': '30000', Origin: `http://${ownHost}` }
      return sendRaw(port, `${requestText(`POST ${path}`, head)}x`, 30_000)
    })
    for (const { status, milliseconds } of await Promise.all(answers)) {
      expect(status).toBe(400)
      expect(milliseconds).toBeLessThan(20_000)
    }
  })
})

it('A-16 a stop lets a running request finish and takes no new one', async () => {
  const server = createHttpServer((_, response) => void sleep(300).then(() => response.end('done')), { isHttps: false })
  onTestFinished(() => server.closeAllConnections())
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const running = ask(port, 'GET /')
  await sleep(50)
  const closed = closeGracefully(server, 5_000)
  expect((await sendRaw(port, requestText('GET /'))).status).toBe(0)
  expect((await running).body).toBe('done')
  await closed
})

it('A-16 a request that does not finish is cut after the grace', async () => {
  const server = createHttpServer(() => {}, { isHttps: false })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  const running = ask(typeof address === 'object' && address ? address.port : 0, 'GET /')
  await sleep(50)
  const startedAt = performance.now()
  await closeGracefully(server, 200)
  expect(performance.now() - startedAt).toBeLessThan(2_000)
  expect((await running).status).toBe(0)
})
