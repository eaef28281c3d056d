import { expect, test } from 'vitest'
import { deactivateUser, deleteUser } from '@/lib/accounts/deactivate-user'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { endSession } from '@/lib/sessions/end-sessions'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { secondsAfter } from '@/lib/sessions/session'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { newPerson, testClient } from '@/lib/testing/api'
import { authenticateAccessToken } from './authenticate-bearer'
import { PUBLISH_AHEAD_SECONDS, pullSigningKey, rotateSigningKeys } from './rotate-signing-keys'
import { tradeSession } from './trade-session'
import { verifyToken } from './verify-token'

const persons = ['active', 'disabled', 'deleted'] as const
const sessions = ['live', 'ended', 'idle for too long', 'at its end'] as const
const keys = ['current', 'retired', 'pulled'] as const
const tokens = ['in time', 'expired'] as const

type State = {
  person: (typeof persons)[number]
  session: (typeof sessions)[number]
  key: (typeof keys)[number]
  token: (typeof tokens)[number]
}

const states: State[] = persons.flatMap((person) =>
  sessions.flatMap((session) => keys.flatMap((key) => tokens.map((token): State => ({ person, session, key, token })))),
)

/** When a token is traded that has this state a second later, counted from the moment the session began. */
function tradedAfterSeconds({ session, key }: State): number {
  if (session === 'idle for too long') return env.SESSION_IDLE_SECONDS - 1
  if (session === 'at its end') return env.SESSION_SECONDS - 1
  return key === 'retired' ? PUBLISH_AHEAD_SECONDS - 1 : 0
}

/** Brings a person, their browser's session and its access token into a state, and asks every door. */
async function answersOf(state: State) {
  const start = new Date()
  const user = await newPerson()
  const begun = { userId: user.id, method: 'password', isKept: false, client: testClient }
  const { session, secret } = await startBrowserSession(begun, start)
  if (state.key === 'retired') await rotateSigningKeys({ isForced: true }, start)
  const tradedAt = secondsAfter(start, tradedAfterSeconds(state))
  const access = await tradeFor(secret, start, tradedAt, state)
  const now = secondsAfter(tradedAt, state.token === 'expired' ? env.ACCESS_TOKEN_SECONDS + 1 : 2)

  if (state.session === 'ended')
    await endSession({ userId: user.id, sessionId: session.id, reason: 'ended_by_person', client: testClient }, now)
  if (state.key === 'pulled') await pullSigningKey(kidOf(access), testClient, now)
  if (state.person === 'disabled') await deactivateUser(user.email, testClient, now)
  if (state.person === 'deleted') await deleteUser(user.email, testClient, now)
  return {
    verify: await passes(() => verifyToken({ token: access }, now)),
    bearer: await passes(() => authenticateAccessToken(access, now)),
    page: (await findSignIn(secret, testClient, now)) !== null,
  }
}

/** Keeps the session from lying idle until then, as its visits do, where that is not the state that is wanted. */
async function tradeFor(secret: string, start: Date, tradedAt: Date, { session }: State): Promise<string> {
  const visitEvery = env.SESSION_IDLE_SECONDS - 1
  for (let visit = secondsAfter(start, visitEvery); visit < tradedAt; visit = secondsAfter(visit, visitEvery))
    if (session !== 'idle for too long') await findSignIn(secret, testClient, visit)
  // Not seen before the last second of its idle time: the visit that trades must not prolong it in this state.
  const signIn = await findSignIn(secret, testClient, session === 'idle for too long' ? start : tradedAt)
  if (!signIn) throw new Error('The session did not live until its token was traded')
  return (await tradeSession(signIn, tradedAt)).access
}

const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

async function passes(door: () => Promise<unknown>): Promise<boolean> {
  try {
    await door()
    return true
  } catch (error) {
    if (isAppError(error) && error.status === 401) return false
    throw error
  }
}

test.each(states)(
  'verify, Bearer and page agree: person $person, session $session, key $key, token $token',
  async (state) => {
    const isPersonIn = state.person === 'active' && state.session !== 'ended'
    const isOver = state.session === 'idle for too long' || state.session === 'at its end'
    const isTokenGood = isPersonIn && !isOver && state.key !== 'pulled' && state.token === 'in time'
    const answers = await answersOf(state)
    expect(answers).toEqual({ verify: isTokenGood, bearer: isTokenGood, page: isPersonIn && !isOver })
  },
)
