import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Answer, json } from './answer'
import { CLIENT_ID, oAuthSchema } from './authorization'
import { makeDesk, newNumber, type Routes, subjectNumber } from './desk'
import type { FaultDial } from './fault-dial'
import type { PersonInput } from './people'
import { profileRoute } from './profile-route'
import { isOurClient, misbehave, redeemCode } from './token-endpoint'

const everybody: PersonInput[] = [
  { sub: '2011', name: 'Mina Octo', email: 'mina.octo@elsewhere.example' },
  { sub: '2012', name: 'Una Verified', email: 'una@elsewhere.example', emailVerified: false },
  { sub: '2013', name: 'Nobody Listed' },
]

/** GitHub, at the paths of a GitHub Enterprise Server: OAuth 2, a user and a list of addresses. */
export function githubRoutes(origin: string, dial: FaultDial): Routes {
  const prefix = '/github'
  const authorizePath = '/github/login/oauth/authorize'
  const desk = makeDesk({
    name: 'GitHub',
    prefix,
    authorizePath,
    schema: oAuthSchema,
    people: everybody,
    dial,
    newSubject: newNumber,
    responseIssuer: `${origin}/github/login/oauth`,
  })
  const refused = json({ message: 'Bad credentials' }, 401)
  return {
    ...desk.routes,
    'POST /github/login/oauth/access_token': async (request) => {
      const form = new URLSearchParams(await text(request))
      if (!isOurClient(form, request.headers.authorization))
        return spell(request, { error: 'incorrect_client_credentials' })
      const grant = redeemCode(desk.codes, form)
      if (!grant) return spell(request, { error: 'bad_verification_code' })
      const { scope } = grant.authorization
      const tokens = {
        access_token: desk.issueAccessToken(grant),
        token_type: 'bearer',
        scope: scope.replaceAll(' ', ','),
      }
      return (await misbehave(grant, tokens)) ?? spell(request, tokens)
    },
    'GET /github/api/v3/user': profileRoute(desk, { refused }, ({ person }) => {
      const login = person.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
      return { id: subjectNumber(person), login, name: person.name, email: null }
    }),
    'GET /github/api/v3/user/emails': profileRoute(desk, { refused, place: 'addresses' }, ({ person }) => {
      const { email, emailVerified, secondEmail } = person
      return [
        ...(secondEmail ? [{ email: secondEmail, primary: false, verified: true, visibility: null }] : []),
        ...(email ? [{ email, primary: true, verified: emailVerified, visibility: 'private' }] : []),
      ]
    }),
    [`POST /github/api/v3/applications/${CLIENT_ID}/token`]: async (request) => {
      const { access_token } = JSON.parse(await text(request))
      const isOurs = isOurClient(new URLSearchParams(), request.headers.authorization)
      const grant = isOurs ? desk.findGrant(access_token) : undefined
      return grant ? json({ app: { client_id: CLIENT_ID }, user: { id: Number(grant.person.sub) } }) : refused
    },
  }
}

// As GitHub does: also a refusal is a success, and a form unless JSON is asked for.
function spell({ headers }: IncomingMessage, body: Record<string, string>): Answer {
  if (headers.accept?.includes('application/json')) return json(body)
  return {
    status: 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(body).toString(),
  }
}
