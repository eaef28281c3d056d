import { changePassword } from '@/lib/accounts/change-password'
import { findApiUser } from '@/lib/accounts/find-api-user'
import { requestPasswordReset } from '@/lib/accounts/request-password-reset'
import { resetPassword } from '@/lib/accounts/reset-password'
import { AppError } from '@/lib/errors'
import type { RouteContext } from '@/lib/http/json-route'
import { findRequestLocale } from '@/lib/http/negotiate-locale'
import { placeProblems } from '@/lib/http/place-problems'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { ApiSignIn } from '@/lib/tokens/authenticate-bearer'

type Passwords = { new_password1: string; new_password2: string }

export async function changePasswordOf(
  { new_password1: newPassword, old_password: currentPassword }: Passwords & { old_password?: string },
  { actor, request, client }: RouteContext<ApiSignIn>,
) {
  const change = { actor, currentPassword, newPassword, locale: findRequestLocale(request) }
  await placeProblems(changePassword(change, client), {
    fields: { newPassword: 'new_password2' },
    problems: { bad_credentials: { old_password: ['bad_old_password'] } },
  })
  return { detail: 'New password has been saved.' }
}

export async function requestReset({ email }: { email: string }, { request, client }: RouteContext<unknown>) {
  await requestPasswordReset({ email, locale: findRequestLocale(request) }, client)
  return { detail: 'Password reset e-mail has been sent.' }
}

export async function confirmReset(
  { uid, token, new_password1: newPassword }: Passwords & { uid: string; token: string },
  { request, client }: RouteContext<unknown>,
) {
  const user = await findApiUser(Buffer.from(uid, 'base64url').toString())
  if (!user) {
    // Where there is somebody, resetPassword counts.
    await countAttempt({ act: 'link', client })
    throw new AppError('validation_failed', { fields: { uid: ['invalid_value'] } })
  }
  const reset = { token, newPassword, userId: user.id, locale: findRequestLocale(request), isByApi: true }
  await placeProblems(resetPassword(reset, client), {
    fields: { newPassword: 'new_password2' },
    problems: { token_invalid: { token: ['invalid_value'] } },
  })
  return { detail: 'Password has been reset with the new password.' }
}
