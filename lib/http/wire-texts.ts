import { env } from '@/lib/env'

/** The texts of Django REST framework, Simple JWT and dj-rest-auth; clients compare them, so they are never translated. */

/** What is wrong with one field, by problem code; a code may carry a value after a colon. */
const fieldTexts: Record<string, (value: string) => string> = {
  required: () => 'This field is required.',
  null: () => 'This field may not be null.',
  blank: () => 'This field may not be blank.',
  not_text: () => 'Not a valid string.',
  null_character: () => 'Null characters are not allowed.',
  surrogate_character: (value) => `Surrogate characters are not allowed: ${value}.`,
  no_data: () => 'No data provided',
  not_an_object: (value) => `Invalid data. Expected a dictionary, but got ${value}.`,
  token_blacklisted: () => 'Token is blacklisted',
  email_invalid: () => 'Enter a valid email address.',
  email_registered: () => 'A user is already registered with this e-mail address.',
  invalid_value: () => 'Invalid value',
  bad_login: () => 'Unable to log in with provided credentials.',
  email_not_verified: () => 'E-mail is not verified.',
  email_and_password: () => 'Must include "email" and "password".',
  bad_old_password: () => 'Your old password was entered incorrectly. Please enter it again.',
  // The recorded server spells the apostrophe in two ways.
  passwords_differ: () => 'The two password fields didn’t match.',
  registration_passwords_differ: () => "The two password fields didn't match.",
  password_too_short: () =>
    `This password is too short. It must contain at least ${env.PASSWORD_MIN_LENGTH} characters.`,
  password_too_common: () => 'This password is too common.',
  password_breached: () => 'This password has appeared in a data breach.',
  password_entirely_numeric: () => 'This password is entirely numeric.',
  password_contains_context: () => 'The password is too similar to the email.',
  too_long: () => 'This field is too long.',
  provider_token_missing: () => 'Incorrect input. access_token or code is required.',
  provider_token_refused: () => 'Incorrect value',
  provider_code_refused: () => 'Failed to exchange code for access token',
  provider_email_unusable: () => 'The provider gave no verified e-mail address.',
  provider_email_registered: () => 'User is already registered with this e-mail address.',
  identity_taken: () => 'This account is connected to another user.',
  last_sign_in_method: () => 'Your account has no password set up.',
}

export function fieldText(problem: string): string {
  const [code = '', ...value] = problem.split(':')
  return fieldTexts[code]?.(value.join(':')) ?? 'Invalid value.'
}

/** Why a token is refused, by the reason of a `token_not_valid`. */
const tokenTexts: Record<string, string> = {
  expired: 'Token is expired',
  wrong_type: 'Token has wrong type',
  no_type: 'Token has no type',
  no_id: 'Token has no id',
  no_expiry: "Token has no 'exp' claim",
  no_refresh_exp: "Token has no 'refresh_exp' claim",
  refresh_expired: "Token 'refresh_exp' claim has expired",
  blacklisted: 'Token is blacklisted',
}

export function tokenText(reason = ''): string {
  return tokenTexts[reason] ?? 'Token is invalid'
}

type Refusal = { detail: string; code?: string }

const noActiveAccount = { detail: 'No active account found for the given token.' }

/** Refusals of a refresh token that say more than that it is not valid. */
export const refreshRefusals: Record<string, Refusal> = {
  no_refresh: { detail: 'No valid refresh token found.', code: 'token_not_valid' },
  user_not_found: noActiveAccount,
  user_inactive: noActiveAccount,
  password_changed: { detail: "The user's password has been changed." },
}

/** Why a request by cookie that would change something is refused, by the reason of a `forbidden`. */
export const csrfTexts: Record<string, string> = {
  csrf_cookie: 'CSRF Failed: CSRF cookie not set.',
  csrf_missing: 'CSRF Failed: CSRF token missing.',
  csrf_wrong: "CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect.",
}

/** Refusals of the Authorization header, by the reason of a `not_authenticated`. */
export const bearerRefusals: Record<string, Refusal> = {
  key_missing: { detail: 'Invalid token header. No credentials provided.' },
  key_with_spaces: { detail: 'Invalid token header. Token string should not contain spaces.' },
  key_unknown: { detail: 'Invalid token.' },
  key_user_inactive: { detail: 'User inactive or deleted.' },
  bad_header: {
    detail: 'Authorization header must contain two space-delimited values',
    code: 'bad_authorization_header',
  },
  no_user_id: { detail: 'Token contained no recognizable user identification', code: 'token_not_valid' },
  user_not_found: { detail: 'User not found', code: 'user_not_found' },
  user_inactive: { detail: 'User is inactive', code: 'user_inactive' },
  password_changed: { detail: "The user's password has been changed.", code: 'password_changed' },
}
