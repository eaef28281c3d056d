import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { noteOutage } from './outage'
import { ask, ownHost, requestText, sendRaw, startServer } from './server.fixture'

const form = { 'content-type': 'application/x-www-form-urlencoded', origin: env.AUTH_URL }

async function send(line: string, headers: Record<string, string> = {}, body = '') {
  return ask(await startServer(), line, headers, body)
}

describe('headers', () => {
  it.each([
    ['a page', 'GET /login', 200],
    ['a hot route', 'POST /accounts/token/', 200],
    ['a JSON route behind Next', 'GET /accounts/me/', 200],
    ['a static file', 'GET /_next/static/chunk.js', 200],
    ['a health check', 'GET /healthz', 200],
    ['a closed path', 'GET /_next/image?url=x', 404],
    ['a foreign form', 'POST /login', 403],
    ['a method we do not have', 'TRACE /login', 405],
    ['a foreign host', 'GET http://x/', 400],
    ['a method nobody has', 'HACK /login', 405],
  ])('W-01 %s carries the security headers', async (_, line, status) => {
    const { headers, status: answered } = await send(line, line.startsWith('POST') ? { 'Content-Length': '0' } : {})
    expect(answered).toBe(status)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe(line.includes('/static/') ? null : 'no-store')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  it.each(['https://evil.example', 'null', `${env.AUTH_URL}.evil.example`, 'http://evil.example'])(
    'W-11 a JSON endpoint gives the origin %s no CORS header',
    async (origin) => {
      const port = await startServer()
      for (const method of ['OPTIONS', 'POST', 'GET']) {
        const preflight = {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        }
        const { headers } = await ask(port, `${method} /accounts/me/`, preflight)
        expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
      }
    },
  )

  it('X-03 what only a proxy or Next may say is stripped, at both doors', async () => {
    const forged = {
      'X-Forwarded-For': '6.6.6.6',
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'for=6.6.6.6',
      'X-Real-IP': '6.6.6.6',
      'X-Middleware-Subrequest': 'proxy:proxy:proxy:proxy:proxy',
      'x-nextjs-data': '1',
      'Next-Resume': '1',
      'X-Now-Route-Matches': '1=evil',
      'X-HTTP-Method-Override': 'DELETE',
      'X-Latchkey-Client-Ip': '6.6.6.6',
      'X-Latchkey-Request-Id': 'forged',
    }
    for (const path of ['/profile', '/accounts/token/verify/']) {
      const { body } = await send(`GET ${path}`, forged)
      expect(body).not.toMatch(/6\.6\.6\.6|evil|forged|DELETE|proxy:proxy/)
      const { headers } = JSON.parse(body)
      expect(headers['x-latchkey-client-ip']).toBe('127.0.0.1')
      expect(headers['x-latchkey-request-id']).toMatch(/^[\da-f-]{36}$/)
    }
  })
})

describe('who and where', () => {
  it.each([
    ['a foreign host', 'GET /', { Host: 'evil.example' }, 421],
    ['another port of our host', 'GET /', { Host: `${new URL(env.AUTH_URL).hostname}:1` }, 421],
    ['our host with a tail', 'GET /', { Host: `${ownHost}.evil.example` }, 421],
    ['an empty host', 'GET /', { Host: '' }, 421],
    ['two hosts', 'GET /', { Host: `${ownHost}\r\nHost: evil.example` }, 400],
    ['two tokens at a page', 'GET /profile', { Authorization: 'Bearer a\r\nAuthorization: Bearer b' }, 400],
    ['an absolute URI', 'GET http://evil.example/', {}, 400],
    ['an absolute URI of our own', `GET ${env.AUTH_URL}/`, {}, 400],
    ['a target that begins with two slashes', 'GET //evil.example/', {}, 400],
    ['a target with a backslash', 'GET /\\evil.example', {}, 400],
    ['an asterisk', 'OPTIONS *', {}, 400],
  ])('W-12 %s is refused', async (_, line, headers, status) => {
    expect((await send(line, headers)).status).toBe(status)
  })

  it('W-12 a request without Host is refused', async () => {
    expect((await sendRaw(await startServer(), 'GET / HTTP/1.1\r\n\r\n')).status).toBe(400)
  })

  it('W-12 a load balancer may ask for health by address', async () => {
    expect((await send('GET /healthz', { Host: '10.0.0.7:3000' })).status).toBe(200)
  })

  it.each([
    ['W-15', 'TRACE /'],
    ['W-15', 'CONNECT evil.example:443'],
    ['W-15', 'PROPFIND /'],
    ['W-15', 'HACK /'],
    ['W-15', 'PUT /profile'],
    ['W-15', 'DELETE /profile'],
    ['W-15', 'OPTIONS /profile'],
  ])('%s %s answers 405', async (_, line) => {
    expect((await send(line)).status).toBe(405)
  })

  it('W-15 a method override is not followed', async () => {
    const { body } = await send('GET /profile', { 'X-HTTP-Method-Override': 'POST', 'X-Method-Override': 'POST' })
    expect(JSON.parse(body).method).toBe('GET')
  })

  it.each([
    '/_next/image?url=%2Ficon.png&w=64&q=75',
    '/_next/image?url=http://169.254.169.254/',
    '/_next/image',
    '/_next/data/x/index.json',
    '/_next/webpack-hmr',
  ])('W-16 %s answers 404 and never reaches Next', async (path) => {
    let isReached = false
    const port = await startServer({
      answerByNext: async (_, response) => {
        isReached = true
        response.end()
      },
    })
    expect((await ask(port, `GET ${path}`)).status).toBe(404)
    expect(isReached).toBe(false)
  })
})

describe('cross-site requests', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'email=a%40b.c'],
    ['text/plain', 'text/plain', '{"email":"a@b.c"}'],
    ['multipart', 'multipart/form-data; boundary=x', '--x--'],
    ['no type', '', 'x'],
  ])('W-04 %s from another site is refused before any page sees it', async (_, type, body) => {
    const port = await startServer()
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const headers = {
        ...(type && { 'content-type': type }),
        ...(origin && { origin }),
        'sec-fetch-site': 'cross-site',
      }
      expect((await ask(port, 'POST /login', headers, body)).status).toBe(403)
    }
  })

  it('W-05 an absent or null Origin is refused, our own is taken', async () => {
    const port = await startServer()
    const status = async (origin?: string) =>
      (await ask(port, 'POST /login', { ...(origin && { origin }) }, 'a=b')).status
    expect(await status()).toBe(403)
    expect(await status('null')).toBe(403)
    expect(await status(`${env.AUTH_URL}.evil.example`)).toBe(403)
    expect(await status(env.AUTH_URL)).toBe(200)
  })

  it('a refusal is a page in the language of the person, without script', async () => {
    const port = await startServer()
    const { body, headers } = await ask(port, 'POST /login', { 'accept-language': 'ko-KR,ko;q=0.9' }, 'a=b')
    expect(body).toContain('<html lang="ko">')
    expect(body).not.toContain('<script')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(body).toContain(headers.get('x-request-id'))
  })
})

describe('bodies', () => {
  it.each([
    ['/accounts/token/', 32],
    ['/accounts/me/', 32],
    ['/login', 64],
  ])('W-22 a body for %s of %i KB arrives whole, one byte more is refused', async (path, kilobytes) => {
    const port = await startServer()
    const size = kilobytes * 1_024
    const whole = await ask(port, `POST ${path}`, form, 'x'.repeat(size))
    expect(whole.status).toBe(200)
    expect(JSON.parse(whole.body).body).toHaveLength(size)
    expect((await ask(port, `POST ${path}`, form, 'x'.repeat(size + 1))).status).toBe(413)
  })

  it('W-22 a body without a length is counted as it comes', async () => {
    const port = await startServer()
    const chunked = (size: number) => {
      const chunk = `400\r\n${'x'.repeat(1_024)}\r\n`
      const text = `${chunk.repeat(size / 1_024)}0\r\n\r\n`
      const head = requestText('POST /login', { ...form, Connection: 'close', 'Transfer-Encoding': 'chunked' })
      return sendRaw(port, head + text, 5_000)
    }
    expect(JSON.parse((await chunked(64 * 1_024)).body).body).toHaveLength(64 * 1_024)
    expect((await chunked(65 * 1_024)).status).toBe(413)
  })

  it('W-22 only a form with files may carry a picture', async () => {
    const port = await startServer()
    const picture = 'x'.repeat(5 * 1_024 * 1_024)
    const files = { ...form, 'content-type': 'multipart/form-data; boundary=x' }
    expect((await ask(port, 'POST /profile/picture', files, picture)).status).toBe(200)
    expect((await ask(port, 'POST /profile/picture', form, picture)).status).toBe(413)
    expect((await ask(port, 'POST /login', files, picture)).status).toBe(413)
  })

  it('a GET with a body is answered', async () => {
    const { status, body } = await send('GET /login', { 'Content-Length': '3' }, 'abc')
    expect(status).toBe(200)
    expect(JSON.parse(body).method).toBe('GET')
  })
})

describe('faults', () => {
  it('W-20 what is thrown past every handler shows a number, and nothing of the fault', async () => {
    const port = await startServer({ answerByNext: () => Promise.reject(new Error('secret detail')) })
    const { status, body, headers } = await ask(port, 'GET /login')
    expect(status).toBe(500)
    expect(body).toContain(headers.get('x-request-id'))
    expect(body).not.toMatch(/secret detail|\.ts|\.js|at /)
  })

  it('W-20 a page that fails is complete without script, and shows the number of the request', async () => {
    const answerByNext = async (_: unknown, response: ServerResponse) => {
      response.statusCode = 500
      response.setHeader('Content-Type', 'text/html')
      response.end('<script>secret detail</script>')
    }
    const port = await startServer({ answerByNext })
    const { status, body, headers } = await ask(port, 'GET /profile')
    expect(status).toBe(500)
    expect(body).toContain('Something went wrong')
    expect(body).toContain(headers.get('x-request-id'))
    expect(body).not.toMatch(/secret detail|<script/)
    for (const name of ['rsc', 'next-action']) {
      expect((await ask(port, 'GET /profile', { [name]: '1' })).body).toContain('secret detail')
    }
    const development = await startServer({ answerByNext, isDev: true })
    expect((await ask(development, 'GET /profile')).body).toContain('secret detail')
  })

  it('S-20 pages and JSON answer 503 while the database is away, files are served on', async () => {
    const port = await startServer({ isDatabaseReachable: async () => false })
    const get = (path: string) => ask(port, `GET ${path}`)
    const page = await get('/profile')
    expect(page.status).toBe(503)
    expect(page.headers.get('retry-after')).toBe('5')
    expect(page.body).toContain('Back in a moment')
    const json = await get('/accounts/me/')
    expect(json.status).toBe(503)
    expect(json.headers.get('retry-after')).toBe('5')
    expect(json.headers.get('content-type')).toMatch(/json/)
    expect((await get('/_next/static/chunk.js')).status).toBe(200)
    expect((await get('/healthz')).status).toBe(200)
  })

  it('S-20 a page that fails for want of the database becomes a 503, however Next writes it', async () => {
    const port = await startServer({
      answerByNext: async (_, response) => {
        noteOutage()
        response.statusCode = 500
        response.setHeader('Content-Type', 'text/html')
        response.write('<h1>internal</h1>')
        response.end('rest')
      },
    })
    const { status, body } = await ask(port, 'GET /profile')
    expect(status).toBe(503)
    expect(body).toContain('Back in a moment')
    expect(body).not.toContain('internal')
  })
})
