import type { Client } from '@/lib/sessions/client'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { revokeAllPersonalTokens } from './revoke-personal-token'

/**
 * Ends every sign-in of a person, and their personal tokens if they say so.
 * The tokens first: should the second step fail, the person is still signed in and tries again.
 */
export async function signOutEverywhere(
  { userId, revokesTokens }: { userId: string; revokesTokens: boolean },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  if (revokesTokens) await revokeAllPersonalTokens(userId, client, now)
  await endAllSessions({ userId, reason: 'signed_out_everywhere', client }, now)
}
