import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { deactivateUser, deleteUser } from '@/lib/accounts/deactivate-user'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { endSession } from '@/lib/sessions/end-sessions'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startRevocationFeed, stopRevocationFeed } from '@/lib/sessions/revocation-feed'
import { secondsAfter } from '@/lib/sessions/session'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { claimsOf, testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { issueTokens } from './issue-tokens'
import { mintAccessToken, mintSlidingToken } from './mint-tokens'
import { PUBLISH_AHEAD_SECONDS, pullSigningKey, rotateSigningKeys } from './rotate-signing-keys'
import { forgetSigningKeys, getSigningKey } from './signing-keys'
import { obtainSlidingToken } from './sliding-tokens'
import { answersOfDoors } from './token-doors.fixture'
import { tradeSession } from './trade-session'

vi.hoisted(() => {
  Object.assign(process.env, { AUTH_TOKEN_CLASSES: 'access,sliding', RATE_LIMITS: 'off' })
})

const persons = ['active', 'disabled', 'deleted'] as const
const sessions = ['live', 'ended', 'idle for too long', 'at its end'] as const
const keys = ['current', 'retired', 'pulled'] as const
const tokens = ['in time', 'expired'] as const

type Person = Awaited<ReturnType<typeof newPerson>>
type State = {
  kind: keyof typeof begin
  person: (typeof persons)[number]
  session: (typeof sessions)[number]
  key: (typeof keys)[number]
  token: (typeof tokens)[number]
}
type SignIn = {
  sessionId: string
  endsAfterSeconds: number
  mint: (at: Date, state: State) => Promise<string>
  page?: (now: Date) => Promise<boolean>
}

/** Each kind of token, by the sign-in that it stands on. */
const begin = {
  async traded(user: Person, start: Date): Promise<SignIn> {
    const begun = { userId: user.id, method: 'password', isKept: false, client }
    const { session, secret } = await startBrowserSession(begun, start)
    return {
      ...{ sessionId: session.id, endsAfterSeconds: env.SESSION_SECONDS },
      mint: (at, state) => tradeFor(secret, start, at, state),
      page: async (now) => (await findSignIn(secret, client, now)) !== null,
    }
  },
  async family(user: Person, start: Date): Promise<SignIn> {
    const { refresh } = await issueTokens({ user, method: 'password', client }, start)
    const endsAfterSeconds = env.TOKEN_FAMILY_SECONDS
    const subject = { ...subjectOf(user, refresh), sessionExpiresAt: secondsAfter(start, endsAfterSeconds) }
    return { sessionId: subject.sessionId, endsAfterSeconds, mint: (at) => mintAccessToken(subject, at) }
  },
  async sliding(user: Person, start: Date): Promise<SignIn> {
    const { token } = await obtainSlidingToken({ email: user.email, password: TEST_PASSWORD }, client, start)
    const endsAfterSeconds = env.SLIDING_TOKEN_REFRESH_SECONDS
    const subject = subjectOf(user, token)
    const row = { jti: String(claimsOf(token).jti), refreshExpiresAt: secondsAfter(start, endsAfterSeconds) }
    return { sessionId: subject.sessionId, endsAfterSeconds, mint: (at) => mintSlidingToken(subject, row, at) }
  },
}

const subjectOf = (user: Person, token: string) => ({
  ...{ userId: user.id, userNumber: user.number, sessionId: String(claimsOf(token).sid) },
})

// Only a browser's session lies idle while an access token of it lives; a key that has retired signs nothing later.
function isPossible({ kind, session, key }: State): boolean {
  if (session === 'idle for too long' && kind !== 'traded') return false
  return key !== 'retired' || session === 'live' || session === 'ended'
}

const states = (['traded', 'family', 'sliding'] as const)
  .flatMap((kind) => persons.map((person) => ({ kind, person })))
  .flatMap((state) => sessions.map((session) => ({ ...state, session })))
  .flatMap((state) => keys.map((key) => ({ ...state, key })))
  .flatMap((state) => tokens.map((token): State => ({ ...state, token })))
  .filter(isPossible)

/** When a token is made that has this state a second later, counted from the moment the session began. */
function mintedAfterSeconds({ session, key }: State, { endsAfterSeconds }: SignIn): number {
  if (session === 'idle for too long') return env.SESSION_IDLE_SECONDS - 1
  if (session === 'at its end') return endsAfterSeconds - 1
  return key === 'retired' ? PUBLISH_AHEAD_SECONDS - 1 : 0
}

/** Brings a person, their session and its token into a state, and asks every door. */
async function answersOf(state: State) {
  const start = new Date()
  const user = await newPerson()
  const signIn = await begin[state.kind](user, start)
  if (state.key === 'retired') await rotateSigningKeys({ isForced: true }, start)
  const mintedAt = secondsAfter(start, mintedAfterSeconds(state, signIn))
  const token = await signIn.mint(mintedAt, state)
  const now = secondsAfter(mintedAt, state.token === 'expired' ? env.ACCESS_TOKEN_SECONDS + 1 : 2)

  if (state.session === 'ended')
    await endSession({ userId: user.id, sessionId: signIn.sessionId, reason: 'ended_by_person', client }, now)
  if (state.key === 'retired') expect((await getSigningKey(now)).kid).not.toBe(kidOf(token))
  if (state.key === 'pulled') await pullSigningKey(kidOf(token), client, now)
  if (state.person === 'disabled') await deactivateUser(user.email, client, now)
  if (state.person === 'deleted') await deleteUser(user.email, client, now)
  return { ...(await answersOfDoors(token, now)), ...(signIn.page && { page: await signIn.page(now) }) }
}

/** Keeps the session from lying idle until then, as its visits do, where that is not the state that is wanted. */
async function tradeFor(secret: string, start: Date, tradedAt: Date, { session }: State): Promise<string> {
  const visitEvery = env.SESSION_IDLE_SECONDS - 1
  for (let visit = secondsAfter(start, visitEvery); visit < tradedAt; visit = secondsAfter(visit, visitEvery))
    if (session !== 'idle for too long') await findSignIn(secret, client, visit)
  // Not seen before the last second of its idle time: the visit that trades must not prolong it in this state.
  const signIn = await findSignIn(secret, client, session === 'idle for too long' ? start : tradedAt)
  if (!signIn) throw new Error('The session did not live until its token was traded')
  return (await tradeSession(signIn, tradedAt)).access
}

const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

describe.each(['from memory', 'from the database'])('revocation is judged %s', (how) => {
  beforeAll(() => (how === 'from memory' ? startRevocationFeed() : undefined))
  afterAll(stopRevocationFeed)
  // A successor that waits from an earlier state would take over before its time.
  beforeEach(async () => {
    await db.signingKey.deleteMany({})
    forgetSigningKeys()
  })

  test.each(states)(
    'verify, Bearer and page agree: $kind token, person $person, session $session, key $key, token $token',
    async (state) => {
      const isPersonIn = state.person === 'active' && state.session !== 'ended'
      const isOver = state.session === 'idle for too long' || state.session === 'at its end'
      const isTokenGood = isPersonIn && !isOver && state.key !== 'pulled' && state.token === 'in time'
      const page = state.kind === 'traded' ? { page: isPersonIn && !isOver } : {}
      expect(await answersOf(state)).toEqual({ verify: isTokenGood, bearer: isTokenGood, ...page })
    },
  )
})
