import { clientOf } from '@/lib/http/client'
import { findSignIn, type SignIn } from '@/lib/sessions/find-sign-in'
import { openSessionCookie } from './session-token'

/** Who is signed in at the browser that sent these headers; null for nobody. */
export async function findSignInBy(headers: Pick<Headers, 'get'>): Promise<SignIn | null> {
  const secret = await openSessionCookie(headers.get('cookie'))
  return secret ? findSignIn(secret, clientOf(headers)) : null
}
