import { expect, test } from 'vitest'
import { listSessions } from '@/lib/sessions/end-sessions'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client } from '@/lib/testing/api'
import { listPersonalTokens } from './list-personal-tokens'
import { newPersonalToken } from './personal-token.fixture'
import { signOutEverywhere } from './sign-out-everywhere'

test.each([
  [true, 0],
  [false, 1],
])('S-07 signing out everywhere ends every sign-in; with revokesTokens %s it leaves %i tokens', async (...row) => {
  const [revokesTokens, left] = row
  const { user } = await newPersonalToken()
  await startBrowserSession({ userId: user.id, method: 'password', isKept: false, client })
  await signOutEverywhere({ userId: user.id, revokesTokens }, client)
  expect(await listSessions(user.id)).toEqual([])
  expect(await listPersonalTokens(user.id)).toHaveLength(left)
})
