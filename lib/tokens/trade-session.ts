import type { SignIn } from '@/lib/sessions/find-sign-in'
import { claimsFor } from './claims-hook'
import { accessExpiry, mintAccessToken } from './mint-tokens'

/**
 * Makes an access token for a browser that is signed in.
 * It names the browser's session, so it is refused once that has ended, and expires before that could lie idle too long;
 * there is no refresh token, the session renews it.
 */
export async function tradeSession(
  { session, user }: SignIn,
  now: Date = new Date(),
): Promise<{ access: string; expiresAt: Date }> {
  const ground = {
    userId: user.id,
    userNumber: user.number,
    sessionId: session.id,
    sessionExpiresAt: new Date(Math.min(session.idleExpiresAt.getTime(), session.expiresAt.getTime())),
  }
  const access = await mintAccessToken(ground, now, await claimsFor(user))
  return { access, expiresAt: accessExpiry(ground, now) }
}
