import { afterAll, beforeAll, expect, test } from 'vitest'
import { startIssuer } from '@/lib/testing/issuer'
import { checkProvider } from './check-provider'
import { namesOf } from './checks/finding.fixture'
import type { NamedKind } from './provider-settings'

let issuer: Awaited<ReturnType<typeof startIssuer>>
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

const endpoints = {
  github: { token: '/login/oauth/access_token', authorize: '/login/oauth/authorize' },
  naver: { token: '/oauth2.0/token', authorize: '/oauth2.0/authorize' },
  kakao: { token: '/token', authorize: '/authorize' },
} satisfies Partial<Record<NamedKind, object>>
type Kind = keyof typeof endpoints

type Answer = { status: number; body: string; headers?: Record<string, string> }
const answer = (status: number, body: string): Answer => ({ status, body })
const back = (error: string): Answer => ({
  ...answer(302, ''),
  headers: { location: `https://id.acme.test/?error=${error}` },
})

const good = {
  github: {
    token: answer(200, '{"error":"bad_verification_code"}'),
    authorize: { ...answer(302, ''), headers: { location: '/login?client_id=x' } },
  },
  naver: { token: answer(200, '{"error":"invalid_request"}'), authorize: answer(200, '<h1>Naver</h1>') },
  kakao: {
    token: answer(400, '{"error":"invalid_grant","error_code":"KOE320"}'),
    authorize: answer(200, '<h1>Kakao</h1>'),
  },
} satisfies Record<Kind, object>

async function faultsAt(kind: Kind, changes: { token?: Answer; authorize?: Answer }) {
  const answers = { ...good[kind], ...changes }
  for (const name of ['token', 'authorize'] as const) {
    const { status, body, headers }: Answer = answers[name]
    issuer.answers.set(endpoints[kind][name], (_, response) => response.writeHead(status, headers).end(body))
  }
  const keys = {
    clientId: 'our-client',
    readSecret: () => 'our-secret',
    nativeClientIds: [],
    appId: null,
    keepsTokens: false,
  }
  const settings = {
    id: kind,
    kind,
    name: kind,
    issuer: issuer.origin,
    isEnabled: true,
    source: 'environment',
  } as const
  return namesOf(await checkProvider({ ...settings, ...keys }))
}

test.each<Kind>(['github', 'naver', 'kakao'])('a good set-up at %s gives no false alarm', async (kind) => {
  expect(await faultsAt(kind, {})).toEqual([])
})

// In the words of each provider's own documentation.
test.each<[Kind, string, { token?: Answer; authorize?: Answer }]>([
  ['github', 'client: client_refused', { token: answer(200, '{"error":"incorrect_client_credentials"}') }],
  ['github', 'client: redirect_uri_refused', { token: answer(200, '{"error":"redirect_uri_mismatch"}') }],
  ['github', 'client: endpoint_missing', { token: answer(404, '{"error":"Not Found"}') }],
  ['github', 'redirect_uri: endpoint_missing', { authorize: answer(404, '<h1>Page not found</h1>') }],
  ['github', 'redirect_uri: redirect_uri_refused', { authorize: back('redirect_uri_mismatch') }],
  ['github', 'redirect_uri: authorization_refused', { authorize: back('application_suspended') }],
  ['naver', 'client: client_refused', { token: answer(200, '{"error":"invalid_client"}') }],
  ['kakao', 'client: client_refused', { token: answer(401, '{"error":"invalid_client","error_code":"KOE010"}') }],
  ['kakao', 'client: client_refused', { token: answer(401, '{"error":"invalid_client","error_code":"KOE101"}') }],
  ['kakao', 'redirect_uri: redirect_uri_refused', { authorize: answer(400, '<p>Error code: KOE006</p>') }],
  ['kakao', 'redirect_uri: client_unknown', { authorize: answer(400, '<p>invalid_client (KOE101)</p>') }],
  ['kakao', 'redirect_uri: client_unknown', { authorize: back('KOE008') }],
  ['kakao', 'redirect_uri: scope_refused', { authorize: answer(400, '<p>KOE205</p>') }],
  ['kakao', 'redirect_uri: authorization_refused', { authorize: answer(400, '<p>KOE004</p>') }],
])('a misconfiguration at %s is named: %s', async (kind, fault, changes) => {
  expect(await faultsAt(kind, changes)).toEqual([fault])
})
