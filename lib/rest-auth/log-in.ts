import { holdCredentials } from '@/lib/accounts/hold-credentials'
import { verifyCredentials } from '@/lib/accounts/verify-credentials'
import { placeProblems } from '@/lib/http/place-problems'
import type { Client } from '@/lib/sessions/client'
import { type Login, openLogin } from './open-login'

/**
 * dj-rest-auth's login. A bad header or a stale cookie does not make it fail: neither is looked at.
 *
 * @throws AppError validation_failed: unknown, disabled, provider-only or wrong password, all alike; or not confirmed
 * @throws AppError too_many_requests
 */
export async function logIn({ email, password }: { email: string; password: string }, client: Client): Promise<Login> {
  const user = await placeProblems(verifyCredentials({ email, password }, client), {
    problems: {
      bad_credentials: { non_field_errors: ['bad_login'] },
      email_not_verified: { non_field_errors: ['email_not_verified'] },
    },
  })
  return openLogin({ user, method: 'password', client, hold: (tx) => holdCredentials(tx, user) })
}
