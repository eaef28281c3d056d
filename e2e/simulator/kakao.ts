import { json } from './answer'
import { looseOpenIdSchema } from './authorization'
import { makeDesk, newNumber, type Renewal, type Routes, subjectNumber } from './desk'
import type { FaultDial } from './fault-dial'
import { kakaoClaims, makeKeys } from './id-token'
import { openIdEndpoints } from './openid'
import type { PersonInput } from './people'
import { profileRoute } from './profile-route'

const APP_ID = 4_711
// What its page says, by the parameter that is wrong.
const REFUSALS: Record<string, string> = { client_id: 'KOE101', redirect_uri: 'KOE006' }

const everybody: PersonInput[] = [
  { sub: '3011', name: '카카오 민지', email: 'minji.kakao@daum.example' },
  { sub: '3012', name: '카카오 준호', email: 'junho.kakao@daum.example', emailVerified: false },
  { sub: '3013', name: '카카오 하늘' },
]

// It replaces a refresh token in the last of its two months; here, that is the second time it is used.
const isInLastMonth = ({ count }: Renewal) => count === 2

/** Kakao: an id_token without a word on whose the address is, and a user API that says it. */
export async function kakaoRoutes(origin: string, dial: FaultDial): Promise<Routes> {
  const issuer = `${origin}/kakao`
  const keys = await makeKeys('RS256')
  const prefix = '/kakao'
  const authorizePath = '/kakao/oauth/authorize'
  const desk = makeDesk({
    name: 'Kakao',
    prefix,
    authorizePath,
    schema: looseOpenIdSchema,
    people: everybody,
    dial,
    newSubject: newNumber,
    wordRefusal: ({ issues }) => REFUSALS[String(issues[0]?.path[0])] ?? 'KOE001',
  })
  const refused = json({ code: -401, msg: 'this access token does not exist' }, 401)
  return {
    ...desk.routes,
    ...openIdEndpoints(
      {
        ...{ issuer, keys, desk, claimsOf: kakaoClaims, isAlwaysOffline: true, isReplacing: isInLastMonth },
        clientRefusal: { error_code: 'KOE010' },
      },
      {
        authorization_endpoint: `${issuer}/oauth/authorize`,
        token_endpoint: `${issuer}/oauth/token`,
        userinfo_endpoint: `${issuer}/v1/oidc/userinfo`,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
      },
    ),
    'GET /kakao/v1/oidc/userinfo': profileRoute(desk, { refused }, kakaoClaims),
    'GET /kakao/v1/user/access_token_info': (request) => {
      const grant = desk.grantOf(request)
      return grant ? json({ id: Number(grant.person.sub), expires_in: 3_600, app_id: APP_ID }) : refused
    },
    'GET /kakao/v2/user/me': profileRoute(desk, { refused }, ({ person }) => {
      const { name, email, emailVerified, emailValid = true } = person
      const address = email
        ? { has_email: true, email, is_email_valid: emailValid, is_email_verified: emailVerified }
        : { has_email: false }
      return { id: subjectNumber(person), kakao_account: { profile: { nickname: name }, ...address } }
    }),
  }
}
