import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { type Answer, json, page, redirectTo } from './answer'
import {
  type Authorization,
  type AuthorizationSchema,
  type Codes,
  type Grant,
  makeCodes,
  returnUrl,
} from './authorization'
import { languageOf, renderAuthorizePage, renderRefusal } from './authorize-page'
import type { FaultDial } from './fault-dial'
import {
  type DiscoveryFault,
  type DocumentPlace,
  makePeople,
  type Person,
  type PersonInput,
  personSchema,
  type TransportFault,
} from './people'

const TOKEN_SECONDS = 3_600
export const HUGE_SUBJECT = 100_000

export type Route = (request: IncomingMessage, url: URL) => Promise<Answer> | Answer
export type Routes = Record<string, Route>

/** What every provider has: people, codes that wait, access tokens, and the page on which one chooses. */
export type Desk = {
  codes: Codes
  routes: Routes
  issueAccessToken(grant: Grant): string
  issueRefreshToken(grant: Grant): string
  /** Whose refresh token it is, counted as used; it stays good until it is ended. */
  countRenewal(refreshToken: string): Renewal | undefined
  endRefreshToken(refreshToken: string): void
  /** Whose access token a request bears, also in GitHub's older spelling. */
  grantOf(request: IncomingMessage): Grant | undefined
  findGrant(accessToken: string): Grant | undefined
  takeDocumentFault(place: DocumentPlace): DiscoveryFault | TransportFault | undefined
  findPerson(sub: string): Person | undefined
  listPeople(): Person[]
}

/** A grant that is renewed, for the first time or again. */
export type Renewal = { grant: Grant; count: number }

type DeskOptions = {
  /** Whom the page says that it stands in for. */
  name: string
  /** The provider's folder, like `/google`. */
  prefix: string
  authorizePath: string
  schema: AuthorizationSchema
  people: PersonInput[]
  dial: FaultDial
  newSubject?: () => string
  /** How it words what is wrong with a request. */
  wordRefusal?: (error: z.ZodError) => string
  /** What it calls itself when it sends people back (RFC 9207); nothing where it does not. */
  responseIssuer?: string
}

/** An opaque token that is known for one wherever it turns up. */
export const newToken = () => `simulated-token-${randomBytes(24).toString('base64url')}`

/** A subject of those who number people. */
export const newNumber = () => String(randomInt(1_000_000, 2 ** 47))

export function makeDesk({
  name,
  prefix,
  authorizePath,
  schema,
  people: everybody,
  newSubject = randomUUID,
  wordRefusal = z.prettifyError,
  dial,
  responseIssuer,
}: DeskOptions): Desk {
  const people = makePeople(everybody, newSubject)
  const codes = makeCodes()
  const accessTokens = new Map<string, Grant>()
  const renewals = new Map<string, Renewal>()
  const allow = (authorization: Authorization, chosen: Person): Answer => {
    const person = withFault({ ...chosen, ...dial.take(prefix.slice(1)) }, newSubject)
    if (person.fault === 'denied') return redirectTo(returnUrl(authorization, { error: 'access_denied' }))
    const code = codes.issue({ authorization, person, signedInAt: new Date() })
    const state = person.fault === 'wrong-state' ? 'the state of somebody else' : authorization.state
    const iss = person.fault === 'wrong-response-issuer' ? 'https://issuer.example' : responseIssuer
    return redirectTo(returnUrl({ ...authorization, state }, { code, ...(iss !== undefined && { iss }) }))
  }
  const decide = (form: URLSearchParams): Answer => {
    const authorization = schema.parse(Object.fromEntries(form))
    if (form.get('act') === 'cancel') return redirectTo(returnUrl(authorization, { error: 'access_denied' }))
    const chosen = form.get('act') === 'new' ? people.add(newPerson(form)) : people.find(form.get('sub') ?? '')
    return chosen ? allow(authorization, chosen) : json({ error: 'unknown_person' }, 404)
  }
  const ask: Route = (request, url) => {
    const language = languageOf(request.headers['accept-language'])
    const asked = schema.safeParse(Object.fromEntries(url.searchParams))
    if (!asked.success) return page(renderRefusal(wordRefusal(asked.error), language), { status: 400 })
    const formAction = new URL(asked.data.redirect_uri).origin
    return page(renderAuthorizePage({ people: people.list(), request: asked.data, language, provider: name }), {
      formAction,
    })
  }
  const findGrant = (accessToken: string) => accessTokens.get(accessToken)
  return {
    codes,
    findGrant,
    grantOf: ({ headers }) => findGrant(headers.authorization?.replace(/^(Bearer|token) /i, '') ?? ''),
    issueAccessToken(grant) {
      const accessToken = newToken()
      accessTokens.set(accessToken, grant)
      setTimeout(() => accessTokens.delete(accessToken), TOKEN_SECONDS * 1000).unref()
      return accessToken
    },
    issueRefreshToken(grant) {
      const refreshToken = newToken()
      renewals.set(refreshToken, { grant, count: 0 })
      return refreshToken
    },
    findPerson: people.find,
    listPeople: people.list,
    takeDocumentFault: (place) => dial.takeForDocument(place, prefix.slice(1)),
    countRenewal(refreshToken) {
      const renewal = renewals.get(refreshToken)
      if (renewal) renewal.count += 1
      return renewal
    },
    endRefreshToken: (refreshToken) => renewals.delete(refreshToken),
    routes: {
      [`GET ${authorizePath}`]: ask,
      [`POST ${authorizePath}`]: async (request) => decide(new URLSearchParams(await text(request))),
      [`POST ${prefix}/people`]: async (request) =>
        json(people.add(personSchema.parse(JSON.parse(await text(request)))), 201),
    },
  }
}

function withFault(person: Person, newSubject: () => string): Person {
  if (person.fault === 'no-email') return { ...person, email: undefined }
  if (person.fault === 'unverified-email') return { ...person, emailVerified: false }
  return person.fault === 'recycled-email' ? { ...person, sub: newSubject() } : person
}

/** The subject as a provider that numbers people says it. */
export function subjectNumber({ sub, fault }: Person): number | string | null | undefined {
  if (fault === 'missing-subject') return undefined
  if (fault === 'null-subject') return null
  return fault === 'huge-subject' ? '9'.repeat(HUGE_SUBJECT) : Number(sub)
}

function newPerson(form: URLSearchParams) {
  const email = form.get('email')
  return personSchema.parse({
    name: form.get('name'),
    ...(email && { email }),
    emailVerified: form.get('emailVerified') === 'on',
  })
}
