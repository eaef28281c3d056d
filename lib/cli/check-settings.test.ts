import { expect, test } from 'vitest'
import { buildCommandLine, productionSettings } from './command-line.fixture'

const run = await buildCommandLine()

const RELAXED = {
  RATE_LIMITS: 'off',
  JWT_AUTH_HTTPONLY: 'off',
  JWT_AUTH_SECURE: 'off',
  JWT_AUTH_COOKIE_USE_CSRF: 'off',
  OLD_PASSWORD_FIELD_ENABLED: 'off',
  USER_AUTHENTICATION_RULE: 'active',
  AUTH_GOOGLE_AUDIENCE_CHECK: 'off',
  TOKEN_SIGNING_KEY: 'short',
}
const settings = { ...RELAXED, TOKEN_ALGORITHM: 'HS256', JWT_AUTH_COOKIE: 'access' }

/** The settings that lines indented under a heading name, in order. */
const namesIn = (text: string) => [...text.matchAll(/^ +([A-Z_]+): ./gm)].map(([, name]) => name).sort()

test('S-18 the banner of the local mode names each setting that is relaxed', async () => {
  const { code, stdout, stderr } = await run(['check-settings'], settings)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^ {2}Unsafe, and allowed in local mode only:\n/)
  expect(namesIn(stdout)).toEqual(Object.keys(RELAXED).sort())
})

test('S-18 the local mode prints nothing where nothing is relaxed', async () => {
  expect(await run(['check-settings'])).toMatchObject({ code: 0, stdout: '', stderr: '' })
})

test('S-18 production names the same settings, and does not start', async () => {
  const production = { ...productionSettings(), SMTP_URL: 'smtps://mail.acme.test' }
  const { code, stdout, stderr } = await run(['check-settings'], { ...production, ...settings })
  expect({ code, stdout }).toEqual({ code: 78, stdout: '' })
  expect(namesIn(stderr)).toEqual(expect.arrayContaining(Object.keys(RELAXED).sort()))
})
