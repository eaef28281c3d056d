import { expect, test } from '../fixtures'
import { origins } from '../ports'

const RSC: Record<string, string>[] = [{}, { rsc: '1' }]
const CONDITIONAL = { 'if-none-match': '*', 'if-modified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' }
const PRIVATE = ['/profile', '/devices', '/security', '/', '/profile/picture']

test('W-01 every class of answer carries the security headers', async ({ page, request }) => {
  await page.goto('/login')
  const chunk = await page.locator('script[src^="/_next/static/"]').first().getAttribute('src')
  const paths = [
    '/login',
    '/profile',
    '/nowhere',
    '/accounts/me/',
    '/.well-known/jwks.json',
    '/api/auth/signin',
    chunk ?? '',
  ]
  const statuses = new Set<number>()
  for (const path of paths) {
    const response = await request.get(path, { maxRedirects: 0 })
    statuses.add(response.status())
    expect(response.headers(), path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
    expect(response.headers(), path).not.toHaveProperty('x-powered-by')
  }
  expect([...statuses].sort()).toEqual([200, 307, 401, 404])
})

test('W-02 each page has a nonce of its own, and an injected script does not run', async ({ page, request }) => {
  const nonces = new Set<string | undefined>()
  for (let load = 0; load < 5; load += 1) {
    const policy = (await request.get('/login')).headers()['content-security-policy'] ?? ''
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/)
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1])
  }
  expect(nonces.size).toBe(5)
  const refusals: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refusals.push(message.text())
  })
  await page.goto('/login')
  await page.evaluate(async () => {
    const image = document.createElement('img')
    image.setAttribute('onerror', 'window.injected = 1')
    const frame = document.createElement('iframe')
    frame.srcdoc = '<script>parent.injected = 1</script>'
    const settled = [
      new Promise((resolve) => image.addEventListener('error', resolve)),
      new Promise((resolve) => frame.addEventListener('load', resolve)),
    ]
    image.src = '/nowhere'
    document.body.append(image, frame)
    await Promise.all(settled)
  })
  await expect.poll(() => refusals.length).toBe(2)
  expect(await page.evaluate(() => 'injected' in window)).toBe(false)
})

test('W-03 no page can be framed', async ({ page }) => {
  await page.route('http://evil.localhost/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: ['/login', '/profile', '/admin']
        .map((path) => `<iframe src="${origins.application}${path}"></iframe>`)
        .join(''),
    }),
  )
  await page.goto('http://evil.localhost/')
  for (const frame of page.frames().slice(1)) {
    await expect.poll(() => frame.url()).toMatch(/^chrome-error:/)
  }
})

const XSS = [
  '<script>window.xss=1</script>',
  '"><img src=x onerror=window.xss=1>',
  "'-window.xss=1-'",
  'javascript:window.xss=1',
  '</title><svg onload=window.xss=1>',
  '{{constructor.constructor("window.xss=1")()}}',
  'line\u2028<iframe srcdoc="<script>parent.xss=1</script>">',
]

test('W-07 markup in any field or parameter stays text', async ({ page, t, newUser, signIn }) => {
  test.slow()
  await signIn(await newUser())
  for (const text of XSS) {
    await page.goto('/profile')
    await page.getByLabel(t('account.profile.name'), { exact: true }).fill(text.slice(0, 80).replace('\u2028', ' '))
    await page.getByLabel(t('account.profile.bio')).fill(text)
    await page.getByRole('button', { name: t('common.save') }).click()
    await expect(page.getByText(t('account.profile.saved'))).toBeVisible()
    for (const path of ['/', '/profile']) await page.goto(path)
    expect(await page.evaluate(() => 'xss' in window)).toBe(false)
    await expect(page.getByLabel(t('account.profile.bio'))).toHaveValue(text)
  }
  for (const text of XSS) {
    const value = encodeURIComponent(text)
    for (const path of ['/login?error=', '/login?next=', '/devices?notice=', '/verify-email?token=', '/nowhere/']) {
      await page.goto(path + value)
      expect(await page.evaluate(() => 'xss' in window)).toBe(false)
    }
  }
})

test('W-08 every form of a private answer forbids storing it, and a stranger gets nothing of it', async ({
  page,
  browser,
  contextOptions,
  newUser,
  signIn,
}) => {
  const user = await newUser()
  await signIn(user)
  for (const path of PRIVATE) {
    for (const headers of [...RSC, CONDITIONAL]) {
      const response = await page.request.get(path, { headers })
      expect(response.headers()['cache-control'], path).toContain('no-store')
      expect(response.headers(), path).not.toHaveProperty('etag')
      expect(response.status()).not.toBe(304)
    }
  }
  const other = await browser.newContext(contextOptions)
  for (const path of PRIVATE) {
    for (const headers of RSC) {
      const response = await other.request.get(path, { headers })
      expect(await response.text()).not.toContain(user.email)
    }
  }
})

test('W-09 a private page has no second address that looks like a file', async ({ page, newUser, signIn }) => {
  const user = await newUser()
  await signIn(user)
  for (const path of ['/profile/x.css', '/profile;.js', '/profile%2fx.css', '/profile.css', '/devices/a.png']) {
    const response = await page.request.get(path, { maxRedirects: 0 })
    expect(response.status(), path).toBeGreaterThanOrEqual(400)
    expect(response.headers()['cache-control'], path).toContain('no-store')
  }
})

test('W-10 after the sign-in nobody is sent to another site', async ({ page, context, newUser, signIn }) => {
  const user = await newUser()
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    '/login?next=//evil.example',
  ]) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`)
    await signIn(user)
    expect(new URL(page.url()).origin).toBe(origins.application)
    await context.clearCookies()
  }
})

test('W-13 after signing out, the back button shows no private page', async ({ page, newUser, signIn }) => {
  const user = await newUser()
  await signIn(user)
  await page.goto('/security')
  await page.getByLabel(`Account menu of ${user.name}`).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(/\/login/)
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible()
  await expect(page.getByText(user.email)).toHaveCount(0)
})

test('W-14 no file, map or tool of ours is served', async ({ page, request }) => {
  await page.goto('/login')
  const chunk = await page.locator('script[src^="/_next/static/"]').first().getAttribute('src')
  const paths = [
    '/.env',
    '/.git/config',
    `${chunk}.map`,
    '/metrics',
    '/_next/data/build/login.json',
    '/server.js',
    '/package.json',
  ]
  for (const path of [
    ...paths,
    '/debug',
    '/_next/server/app/page.js',
    '/__nextjs_original-stack-frame',
    '/phpinfo.php',
  ]) {
    expect([403, 404], path).toContain((await request.get(path)).status())
  }
})

test('W-17 hostile action bodies are refused and the server lives', async ({ request }) => {
  const origin = origins.application
  const bodies = [
    '[]',
    '["$K1"]',
    '{"then":"$1:__proto__:then"}',
    '0:{"a":"$@1"}',
    'x'.repeat(100_000),
    '["$F1",{"id":"a"}]',
  ]
  for (const body of bodies) {
    for (const action of ['0'.repeat(42), 'constructor', '../../etc/passwd', 'a'.repeat(4_000)]) {
      const response = await request.post('/login', {
        data: body,
        headers: { origin, 'next-action': action, 'content-type': 'text/plain;charset=UTF-8' },
      })
      expect(response.status(), `${action} ${body.slice(0, 20)}`).toBeGreaterThanOrEqual(400)
      expect(response.status()).toBeLessThan(500)
    }
  }
  const form = { '1_$ACTION_ID_constructor': '', $ACTION_REF_1: '', '$ACTION_1:0': '{"id":"__proto__","bound":"$@1"}' }
  const response = await request.post('/login', { multipart: form, headers: { origin } })
  expect(response.status()).toBeLessThan(500)
  expect((await request.get('/healthz')).status()).toBe(200)
})

test('W-21 a parameter given twice has no second meaning', async ({ page, request }) => {
  const pages = ['/login?next=/devices&next=//evil.example', '/login?error=a&error=b', '/verify-email?token=a&token=b']
  for (const path of pages) expect((await page.goto(path))?.status()).toBe(200)
  expect((await request.get('/api/auth/callback/google?state=a&state=b')).status()).toBe(400)
})
