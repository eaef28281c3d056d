import type { ProblemCode } from '@/lib/errors'

/** What went wrong, per code of lib/errors.ts. */
const codes = {
  bad_request: 'That did not arrive in a form we understand. Please try again.',
  validation_failed: 'Please check the marked fields.',
  token_invalid: 'This link was used before, has expired, or was replaced by a newer one. Please ask for a new one.',
  bad_credentials: 'E-mail or password is not right.',
  not_authenticated: 'Your sign-in has ended. Please sign in again.',
  token_not_valid: 'This token is not valid.',
  email_not_verified: 'Please confirm your e-mail address first. The link is in the mail we sent you.',
  forbidden: 'You may not do this.',
  recent_sign_in_required: 'Please sign in again first: your last sign-in was too long ago.',
  account_held:
    'A change was undone here a short time ago. For your safety this is not possible for three days after it.',
  cross_origin: 'For your safety, forms are taken only from our own pages. Please reload the page and try again.',
  not_found: 'That does not exist, or no longer exists.',
  method_not_allowed: 'That is not possible here.',
  not_acceptable: 'We cannot answer in that format.',
  conflict: 'Somebody else changed this at the same time. Please reload the page and try again.',
  last_sign_in_method: 'This is your only way to sign in, so it cannot be removed.',
  personal_token_limit: 'You have as many access tokens as one may have. Revoke one that you no longer need first.',
  address_taken: 'Somebody else has proved that this address is theirs.',
  address_limit: 'You have as many addresses as one may have. Remove one that you no longer need first.',
  main_address_stays: 'This is your main address. Make another one the main address first.',
  last_owner:
    'You are the only owner of this site. Make somebody else an owner first; then you can delete your account.',
  provider_in_use: 'People sign in with this provider, so its keys stay. You can switch it off.',
  identity_taken: 'That account at the provider already belongs to another account here.',
  payload_too_large: 'That is too large.',
  misdirected: 'This host is not served here.',
  unsupported_media_type: 'We cannot read that format.',
  picture_not_readable: 'We cannot read this picture. Please choose a JPEG, PNG or WebP file.',
  too_many_requests: 'Too many attempts.',
  proof_needed:
    'Very many people are signing up right now. Please enter your password once more and send the form again.',
  internal: 'Something went wrong on our side and has been noted. Please try again later.',
  provider_failed: 'Signing in with the provider did not work. Nothing was changed. Please try again.',
  provider_cancelled: 'You cancelled at the provider. Nothing was changed.',
  provider_email_unusable: 'The provider gave us no confirmed e-mail address.',
  provider_other_person: 'That was another account at the provider. Please choose the one you sign in with here.',
  provider_in_app_browser:
    'The provider lets nobody sign in inside of another app. Open this page in your browser, or sign in another way.',
  provider_not_fresh:
    'The provider did not confirm that you signed in just now. Please try again, or sign out and in again.',
  provider_account_disabled: 'This account is disabled. Please ask whoever runs this site.',
  unavailable: 'We are very busy or cannot reach our database right now. Please try again in a moment.',
} satisfies Record<ProblemCode, string>

/** What is wrong with one field. */
const fields = {
  invalid: 'This is not right.',
  required: 'Please fill this in.',
  too_long: 'This is too long.',
  email_invalid: 'Please enter an e-mail address, like name@example.com.',
  code_wrong: 'This is not the code, or it has expired. After five tries a new one is needed.',
  hand_off_wrong: 'There is no such code, or not any more: it works once, for ten minutes. Get a new one in the app.',
  scope_missing: 'Please choose at least one.',
  address_yours: 'This address already belongs to your account.',
  taken: 'This is already in use.',
  client_refused:
    'The provider refuses this client id or secret, so nothing was changed. Copy both again from its console.',
  provider_id_invalid: 'Please use small letters, digits and dashes, beginning with a letter.',
  url_invalid: 'This is not an address. It begins like https:// or com.example.app:/',
  issuer_invalid: 'Please enter an address that begins with https://.',
  issuer_refused:
    'No OpenID provider that calls itself so answers there. Copy the issuer to the letter, with or without the slash at its end.',
  issuer_unsafe: 'In production the issuer must be https and not on this machine.',
  endpoint_origins_invalid:
    'Please enter ten origins at most, one on each line, like https://api.example.com: without a path, and without a slash at the end.',
  endpoint_elsewhere:
    'Not at the issuer: {endpoint}. If the documentation of the provider says so too, add {origin} here.',
  endpoint_origin_unsafe: 'In production each origin must be https and not on this machine.',
  app_id_invalid: 'This is a number.',
  null_character: 'This contains a character that cannot be used.',
  control_character: 'This contains a character that cannot be used.',
  time_zone_unknown: 'Please choose a time zone from the list.',
  password_too_short: 'Please use at least {min} characters.',
  password_entirely_numeric: 'Digits alone are too easy to guess. Add some letters.',
  password_too_common: 'This password is one of the first that attackers try. Please choose another.',
  password_breached: 'This password is known from a data breach at another site. Please choose another.',
  password_contains_context: 'This is too close to your name, your address or the name of this site.',
  bad_current_password: 'This is not your current password.',
  token_invalid: 'This link is not complete.',
}

export const problems = {
  codes,
  fields,
  retryAfter: {
    seconds: 'Try again in {count, plural, one {# second} other {# seconds}}.',
    minutes: 'Try again in {count, plural, one {# minute} other {# minutes}}.',
    hours: 'Try again in {count, plural, one {# hour} other {# hours}}.',
    days: 'Try again in {count, plural, one {# day} other {# days}}.',
  },
  notFound: {
    title: 'This page does not exist',
    text: 'The address may be mistyped, or the page may have moved.',
  },
  error: {
    title: 'Something went wrong',
    text: 'The fault is ours and has been noted. Your data is safe.',
    retry: 'Try again',
    requestId: 'Request number: {id}',
    faultNumber: 'Fault number: {id}',
  },
  toHome: 'Go to the home page',
}
