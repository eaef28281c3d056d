import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { findProductionFaults, findRelaxedSettings } from './production-faults'

const safe: Record<string, string> = {
  AUTH_URL: 'https://id.acme.test',
  AUTH_SECRET: 'q0Zb5T8wYx1vKc7nRj4mLd9sGf2hPa6e',
  ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
  DATABASE_URL: 'postgres://latchkey@db.acme.test/latchkey',
  SMTP_URL: 'smtps://mail.acme.test',
  MAIL_FROM: 'Acme <no-reply@acme.test>',
  TRUSTED_PROXY_HOPS: '1',
}

const openIdAt = (issuer: string, endpointOrigins: string[] = []) =>
  JSON.stringify([
    { id: 'acme', name: 'Acme', issuer, clientId: 'latchkey', clientSecret: 'a secret', endpointOrigins },
  ])

it('S-18 safe settings have no faults', () => {
  expect(findProductionFaults(safe)).toEqual([])
})

it.each<[row: string, setting: string, value: string]>([
  ['S-18', 'AUTH_SECRET', ''],
  ['S-18', 'AUTH_SECRET', 'q0Zb5T8wYx1vKc7n'],
  ['S-18', 'AUTH_SECRET', 'change-me-change-me-change-me-change-me'],
  ['S-18', 'AUTH_SECRET', 'your-secret-here-your-secret-here-0'],
  ['S-18', 'AUTH_SECRET', 'a'.repeat(40)],
  ['S-18', 'ENCRYPTION_KEYS', ''],
  ['S-18', 'ENCRYPTION_KEYS', Buffer.alloc(32).toString('base64')],
  ['S-18', 'ENCRYPTION_KEYS', randomBytes(16).toString('base64')],
  ['S-18', 'ENCRYPTION_KEYS', `${randomBytes(32).toString('base64')},short`],
  ['S-18', 'AUTH_URL', ''],
  ['S-18', 'AUTH_URL', 'http://id.acme.test'],
  ['S-18', 'AUTH_URL', 'https://localhost:3000'],
  ['S-18', 'AUTH_URL', 'https://127.0.0.1'],
  ['S-18', 'AUTH_URL', 'https://id.acme.test/path'],
  ['O-20', 'AUTH_GOOGLE_ISSUER', 'http://accounts.acme.test'],
  ['O-20', 'AUTH_GOOGLE_ISSUER', 'http://localhost:3001'],
  ['O-20', 'AUTH_GOOGLE_ISSUER', 'https://localhost:3001'],
  ['O-20', 'AUTH_GOOGLE_ISSUER', 'https://simulator'],
  ['O-20', 'AUTH_KAKAO_ISSUER', 'http://localhost:3001/kakao'],
  ['O-20', 'AUTH_NAVER_URL', 'http://localhost:3001/naver'],
  ['O-20', 'AUTH_GITHUB_URL', 'https://simulator/github'],
  ['S-18', 'REST_AUTH_PREFIX', '/accounts'],
  ['O-20', 'OPENID_PROVIDERS', openIdAt('http://id.acme.test')],
  ['O-20', 'OPENID_PROVIDERS', openIdAt('https://id.acme.test', ['http://api.acme.test'])],
  ['O-20', 'OPENID_PROVIDERS', openIdAt('https://id.acme.test', ['https://localhost:3001'])],
  ['O-20', 'SIMULATOR_URL', 'http://id:secret@localhost:3001'],
  ['S-18', 'OPENID_PROVIDERS', '[{"id":"google"}]'],
  ['S-18', 'OPENID_PROVIDERS', 'no JSON'],
  ['S-18', 'AUTH_NAVER_ID', 'only-the-id'],
  ['S-18', 'AUTH_GOOGLE_ID', 'only-the-id'],
  ['S-18', 'AUTH_GOOGLE_SECRET', 'only-the-secret'],
  ['S-18', 'SMTP_URL', ''],
  ['S-18', 'SMTP_URL', 'http://mail.acme.test'],
  ['S-18', 'SMTP_URL', 'smtp://mail.acme.test?ignoreTLS=true'],
  ['S-18', 'SMTP_URL', 'smtps://mail.acme.test?tls.rejectUnauthorized=false'],
  ['S-18', 'SMTP_URL', 'smtps://mail.acme.test?tls%2ErejectUnauthorized=false'],
  ['S-18', 'SMTP_URL', 'smtp://mail.acme.test?socketTimeout=60000&require%54LS=false'],
  ['S-18', 'SMTP_URL', 'smtp://mail.acme.test?%69gnoreTLS'],
  ['S-18', 'SMTP_URL', 'smtp://mail.acme.test?ignore\tTLS=true'],
  ['S-18', 'MAIL_FROM', ''],
  ['S-18', 'MAIL_FROM', 'Latchkey <no-reply@localhost>'],
  ['S-18', 'BCRYPT_COST', '9'],
  ['S-18', 'PASSWORD_BREACH_CHECK_URL', 'http://api.pwnedpasswords.com/range/'],
  ['S-18', 'PASSWORD_BREACH_CHECK_URL', 'https://api.pwnedpasswords.com/range'],
  ['S-18', 'RATE_LIMITS', 'off'],
  ['S-18', 'LATCHKEY_DEV', 'on'],
  ['S-18', 'TRUSTED_PROXY_HOPS', '0'],
  ['S-18', 'TRUSTED_PROXY_HOPS', ''],
  ['S-18', 'TRUSTED_PROXIES', '10.0.0.0/8,0.0.0.0/0'],
  ['S-18', 'TRUSTED_PROXIES', 'nginx'],
  ['S-18', 'TOKEN_SIGNING_KEY', 'q0Zb5T8wYx1vKc7nRj4mLd9sGf2hPa6e'],
  ['S-18', 'DATABASE_URL', ''],
  ['S-18', 'DATABASE_URL', 'mysql://db'],
])('%s production refuses %s=%s', (_, setting, value) => {
  expect(findProductionFaults({ ...safe, [setting]: value })).toContainEqual(expect.stringContaining(setting))
})

it.each(['?socketTimeout=60000', '?name=id.acme.test&maxConnections=2', '', ':587'])(
  'S-18 production takes other options of the SMTP client: %j',
  (rest) => {
    expect(findProductionFaults({ ...safe, SMTP_URL: `smtp://latchkey:requireTLS%3D@mail.acme.test${rest}` })).toEqual(
      [],
    )
  },
)

const HERE = [
  'localhost',
  'localhost.',
  'op.localhost',
  '127.0.0.1',
  '[::1]',
  '0.0.0.0',
  '[::]',
  '169.254.169.254',
  'op',
]
const PLACES = ['AUTH_GOOGLE_ISSUER', 'AUTH_KAKAO_ISSUER', 'AUTH_NAVER_URL', 'AUTH_GITHUB_URL', 'OPENID_PROVIDERS']

it.each(PLACES)('O-20 production takes no address of this machine as %s, however it is spelled', (setting) => {
  const taken = HERE.filter((host) => {
    const issuer = `https://${host}/oidc`
    const value = setting === 'OPENID_PROVIDERS' ? openIdAt(issuer) : issuer
    return findProductionFaults({ ...safe, [setting]: value }).length === 0
  })
  expect(taken).toEqual([])
})

it('S-18 production takes trusted networks in place of a number of proxies', () => {
  expect(findProductionFaults({ ...safe, TRUSTED_PROXY_HOPS: '0', TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8' })).toEqual(
    [],
  )
})

it.each(['', 'short', 'x'.repeat(31)])('S-18 production refuses HS256 with the key %j', (key) => {
  const faults = findProductionFaults({ ...safe, TOKEN_ALGORITHM: 'HS256', TOKEN_SIGNING_KEY: key })
  expect(faults).toContainEqual(expect.stringMatching(/^TOKEN_SIGNING_KEY/))
})

const relaxed: Record<string, string>[] = [
  { RATE_LIMITS: 'off' },
  { JWT_AUTH_COOKIE: 'access', JWT_AUTH_HTTPONLY: 'off' },
  { JWT_AUTH_REFRESH_COOKIE: 'refresh', JWT_AUTH_SECURE: 'off' },
  { JWT_AUTH_COOKIE: 'access', JWT_AUTH_COOKIE_USE_CSRF: 'off' },
  { OLD_PASSWORD_FIELD_ENABLED: 'off' },
  { USER_AUTHENTICATION_RULE: 'active' },
  { AUTH_GOOGLE_AUDIENCE_CHECK: 'off' },
  { TOKEN_ALGORITHM: 'HS256', TOKEN_SIGNING_KEY: 'short' },
]

it.each(relaxed)('S-18 production refuses %o by name, the local mode takes it and says so', (settings) => {
  const unsafe = Object.keys(settings).at(-1) ?? ''
  expect(findProductionFaults({ ...safe, ...settings })).toEqual([expect.stringMatching(`^${unsafe}: `)])
  const local = { ...safe, ...settings, LATCHKEY_MODE: 'local' }
  expect(findProductionFaults(local)).toEqual([])
  expect(findRelaxedSettings(local)).toEqual([expect.stringMatching(`^${unsafe}: `)])
})

it('S-18 the local mode takes a short shared key, but does not start without one', () => {
  const local = { ...safe, LATCHKEY_MODE: 'local', TOKEN_ALGORITHM: 'HS256' }
  expect(findProductionFaults({ ...local, TOKEN_SIGNING_KEY: 'short' })).toEqual([])
  expect(findProductionFaults({ ...local, TOKEN_SIGNING_KEY: '' })).toEqual([
    expect.stringMatching(/^TOKEN_SIGNING_KEY: /),
  ])
})

it('cookie settings are no fault where no cookie is named, and alg none is no algorithm', () => {
  expect(findProductionFaults({ ...safe, JWT_AUTH_HTTPONLY: 'off', JWT_AUTH_SECURE: 'off' })).toEqual([])
  expect(findProductionFaults({ ...safe, TOKEN_ALGORITHM: 'none' })).toEqual([
    expect.stringMatching(/^TOKEN_ALGORITHM: /),
  ])
})

it('S-18 one wrong value does not hide the others', () => {
  const faults = findProductionFaults({ AUTH_URL: 'http://localhost:3000', BCRYPT_COST: '4', RATE_LIMITS: 'off' })
  for (const setting of [
    'AUTH_URL',
    'AUTH_SECRET',
    'ENCRYPTION_KEYS',
    'DATABASE_URL',
    'SMTP_URL',
    'BCRYPT_COST',
    'RATE_LIMITS',
  ]) {
    expect(faults).toContainEqual(expect.stringMatching(new RegExp(`^${setting}: `)))
  }
})

it('the local mode takes what production refuses, but listens on this machine only', () => {
  const local = { ...safe, LATCHKEY_MODE: 'local', AUTH_URL: 'http://localhost:3000', SMTP_URL: '', BCRYPT_COST: '4' }
  expect(findProductionFaults({ ...local, HOST: 'localhost' })).toEqual([])
  expect(findProductionFaults({ ...local, HOST: '0.0.0.0' })).toEqual([expect.stringMatching(/^HOST: /)])
})
