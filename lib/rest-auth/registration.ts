import { confirmEmail } from '@/lib/accounts/confirm-email'
import { resendConfirmation } from '@/lib/accounts/resend-confirmation'
import { signUp, signUpAtOnce } from '@/lib/accounts/sign-up'
import { env } from '@/lib/env'
import { AppError, isAppError } from '@/lib/errors'
import { JsonReply } from '@/lib/http/json-reply'
import type { RouteContext } from '@/lib/http/json-route'
import { findRequestLocale } from '@/lib/http/negotiate-locale'
import { placeProblems } from '@/lib/http/place-problems'
import { registrationReply } from './login-reply'
import { openLogin } from './open-login'

type Registration = { email: string; password1: string; password2: string }

/**
 * dj-rest-auth's registration. Where addresses must be confirmed, a known one gets the same answer as a new one.
 *
 * @throws AppError validation_failed: with the reasons; where confirmation is optional also that the address is taken
 */
export async function register(
  { email, password1: password }: Registration,
  { request, client }: RouteContext<unknown>,
): Promise<JsonReply> {
  const person = { email, password, name: '', locale: findRequestLocale(request), isByApi: true }
  const fields = { password: 'password1' }
  if (env.EMAIL_VERIFICATION === 'mandatory') {
    await placeProblems(signUp(person, client), { fields })
    return new JsonReply({ detail: 'Verification e-mail sent.' }, { status: 201 })
  }
  const problems = { conflict: { email: ['email_registered'] } }
  const user = await placeProblems(signUpAtOnce(person, client), { fields, problems })
  return registrationReply(await openLogin({ user, method: 'password', client }))
}

/** @throws AppError not_found: the key is unknown, used, expired, or of a sign-up that a browser must confirm */
export async function verifyEmailByKey({ key }: { key: string }, { client }: RouteContext<unknown>) {
  try {
    await confirmEmail({ token: key, isByApi: true }, client)
    return { detail: 'ok' }
  } catch (cause) {
    const isRefused = isAppError(cause) && ['token_invalid', 'validation_failed'].includes(cause.code)
    throw isRefused ? new AppError('not_found', { cause }) : cause
  }
}

export async function resendMail({ email }: { email: string }, { request, client }: RouteContext<unknown>) {
  await resendConfirmation({ email, locale: findRequestLocale(request), isByApi: true }, client)
  return { detail: 'ok' }
}
