import { readdirSync, readFileSync } from 'node:fs'
import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { en } from '@/lib/messages/en'
import { ko } from '@/lib/messages/ko'
import { faultBehind, refusalFault } from './refusal-fault'

const asked = { id: 'google', scope: 'openid email' }
const uri = 'http://localhost:3000/api/auth/callback/google'
const told = (locale: 'en' | 'ko', messages: typeof en) =>
  createTranslator({ locale, messages, namespace: 'doctor.fault' })
const languages = [told('en', en), told('ko', ko)]

test.each([
  ['invalid_request', 'request_refused', uri],
  ['unauthorized_client', 'client_not_allowed', 'unauthorized_client'],
  ['unsupported_response_type', 'code_flow_refused', 'unsupported_response_type'],
  ['invalid_scope', 'scope_refused', 'openid email'],
  ['server_error', 'provider_broken', 'server_error'],
  ['temporarily_unavailable', 'provider_busy', 'temporarily_unavailable'],
  ['invalid_client', 'client_refused', 'invalid_client'],
  ['invalid_grant', 'grant_refused', uri],
  ['redirect_uri_mismatch', 'redirect_uri_refused', uri],
] as const)('what a provider means by %s is named, and both languages say how to mend it', (said, code, shown) => {
  const fault = refusalFault(said, asked)
  expect(fault?.code).toBe(code)
  for (const t of languages) expect(t(code, fault?.values)).toContain(shown)
})

test.each(['', 'constructor', 'whatever_else'])('%j means nothing', (said) => {
  expect(refusalFault(said, asked)).toBeUndefined()
})

test.each([
  [{ error: 'invalid_grant', code: 'OAUTH_RESPONSE_BODY_ERROR' }, 'grant_refused'],
  [{ error: 'invalid_client', code: 'OAUTH_RESPONSE_BODY_ERROR' }, 'client_refused'],
  [{ code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' }, 'client_refused'],
  [{ code: 'OAUTH_RESPONSE_IS_NOT_JSON' }, 'token_answer_unreadable'],
  [{ code: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' }, 'id_token_time'],
  [{ code: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' }, 'id_token_claim'],
  [{ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' }, 'id_token_signature'],
  [{ code: 'ECONNRESET' }, undefined],
  [{}, undefined],
] as const)('behind an error with %j is %s', (properties, code) => {
  expect(faultBehind(Object.assign(new Error('it was said'), properties), asked)?.code).toBe(code)
})

// What the API answers to its clients goes by no number.
const unnumbered = /fresh-provider-token|identity-from-credential|\.test\./

test('every step of a sign-in that can fail has its words', () => {
  const sources = ['lib/social', 'lib/web']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith('.ts') && !unnumbered.test(file))
    .map((file) => readFileSync(file, 'utf8'))
  const reasons = /'provider_failed', \{\s*reason: '(\w+)'|failed\('(\w+)'|fetchJson\(\w+, '(\w+)'/g
  const found = sources.flatMap((text) => [...text.matchAll(reasons)].map(([, ...named]) => named.find(Boolean)))
  expect(found.length).toBeGreaterThan(12)
  for (const { failures } of [en.admin, ko.admin]) {
    expect(Object.keys(failures.reasons)).toEqual(expect.arrayContaining(found))
    expect(Object.keys(failures.mends)).toEqual(Object.keys(failures.reasons))
  }
})
