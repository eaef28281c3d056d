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
  blacklisted: 'Token is blacklisted',
}

export function tokenText(reason = ''): string {
  return tokenTexts[reason] ?? 'Token is invalid'
}

type Refusal = { detail: string; code?: string }

const noActiveAccount = { detail: 'No active account found for the given token.' }

/** Refusals of a refresh token that say more than that it is not valid. */
export const refreshRefusals: Record<string, Refusal> = {
  user_not_found: noActiveAccount,
  user_inactive: noActiveAccount,
  password_changed: { detail: "The user's password has been changed." },
}

/** Refusals of the Authorization header, by the reason of a `not_authenticated`. */
export const bearerRefusals: Record<string, Refusal> = {
  bad_header: {
    detail: 'Authorization header must contain two space-delimited values',
    code: 'bad_authorization_header',
  },
  no_user_id: { detail: 'Token contained no recognizable user identification', code: 'token_not_valid' },
  user_not_found: { detail: 'User not found', code: 'user_not_found' },
  user_inactive: { detail: 'User is inactive', code: 'user_inactive' },
  password_changed: { detail: "The user's password has been changed.", code: 'password_changed' },
}
