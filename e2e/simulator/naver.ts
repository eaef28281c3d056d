import { text } from 'node:stream/consumers'
import { json } from './answer'
import { oAuthSchema } from './authorization'
import { HUGE_SUBJECT, makeDesk, type Route, type Routes } from './desk'
import type { FaultDial } from './fault-dial'
import type { Person, PersonInput } from './people'
import { profileRoute } from './profile-route'
import { isOurClient, misbehave, presentedBy } from './token-endpoint'

const everybody: PersonInput[] = [
  {
    sub: 'naver-minji-0000000000000000000000000000000000000',
    name: '네이버 민지',
    email: 'minji.naver@elsewhere.example',
  },
  { sub: 'naver-haneul-000000000000000000000000000000000000', name: '네이버 하늘' },
]

function subjectOf({ sub, fault }: Person): string | null | undefined {
  if (fault === 'missing-subject') return undefined
  if (fault === 'null-subject') return null
  return fault === 'huge-subject' ? 'x'.repeat(HUGE_SUBJECT) : sub
}

/** Naver: OAuth 2 without PKCE; every answer of its API says how it went in `resultcode`. */
export function naverRoutes(dial: FaultDial): Routes {
  const prefix = '/naver'
  const authorizePath = '/naver/oauth2.0/authorize'
  const refused = json({ resultcode: '024', message: 'Authentication failed' }, 401)
  const desk = makeDesk({ name: 'Naver', prefix, authorizePath, schema: oAuthSchema, people: everybody, dial })
  const token: Route = async (request, url) => {
    const form = request.method === 'POST' ? new URLSearchParams(await text(request)) : url.searchParams
    if (!isOurClient(form, request.headers.authorization))
      return json({ error: 'invalid_client', error_description: 'wrong client id / client secret pair' })
    const presented = presentedBy(desk, form, { isUriCompared: false })
    if (!presented) return json({ error: 'invalid_request', error_description: 'no valid data in session' })
    const { grant, renewal } = presented
    const refreshToken = !renewal && { refresh_token: desk.issueRefreshToken(grant) }
    const tokens = {
      access_token: desk.issueAccessToken(grant),
      ...refreshToken,
      token_type: 'bearer',
      expires_in: '3600',
    }
    return (await misbehave(grant, tokens)) ?? json(tokens)
  }
  return {
    ...desk.routes,
    'GET /naver/oauth2.0/token': token,
    'POST /naver/oauth2.0/token': token,
    'GET /naver/v1/nid/me': profileRoute(desk, { refused }, ({ person }) => {
      const { name, email } = person
      const response = { id: subjectOf(person), name, nickname: name, ...(email && { email }) }
      return { resultcode: '00', message: 'success', response }
    }),
  }
}
