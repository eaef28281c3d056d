import { redirectUriOf } from './kinds/openid'
import { type FaultCode, ProviderFault } from './provider-fault'

/** By which codes providers refuse us, and what each means. @see RFC 6749, sections 4.1.2.1 and 5.2 */
const refusals: Record<string, FaultCode> = {
  invalid_request: 'request_refused',
  unauthorized_client: 'client_not_allowed',
  unsupported_response_type: 'code_flow_refused',
  unsupported_grant_type: 'code_flow_refused',
  invalid_scope: 'scope_refused',
  server_error: 'provider_broken',
  temporarily_unavailable: 'provider_busy',
  invalid_client: 'client_refused',
  invalid_grant: 'grant_refused',
  // Google's and GitHub's own.
  redirect_uri_mismatch: 'redirect_uri_refused',
  incorrect_client_credentials: 'client_refused',
  bad_verification_code: 'grant_refused',
}

/** What oauth4webapi and jose find wrong with what came, by their codes. */
const wrongs: Record<string, FaultCode> = {
  OAUTH_WWW_AUTHENTICATE_CHALLENGE: 'client_refused',
  OAUTH_RESPONSE_IS_NOT_JSON: 'token_answer_unreadable',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'token_answer_unreadable',
  OAUTH_PARSE_ERROR: 'token_answer_unreadable',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'id_token_time',
  ERR_JWT_EXPIRED: 'id_token_time',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'id_token_claim',
  ERR_JWT_CLAIM_VALIDATION_FAILED: 'id_token_claim',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'id_token_signature',
  ERR_JWKS_NO_MATCHING_KEY: 'id_token_signature',
}

/** Our side of what was refused: the id of the provider, and the scope we ask for. */
type Asked = { id: string; scope: string }

/** The fault that a code names by which a provider refused; undefined for one that nobody has defined. */
export function refusalFault(said: string, { id, scope }: Asked): ProviderFault | undefined {
  const fault = Object.hasOwn(refusals, said) ? refusals[said] : undefined
  return fault && new ProviderFault(fault, { said, scope, uri: redirectUriOf(id) })
}

/** The fault behind an error of the dance, where it has a name. */
export function faultBehind(cause: unknown, asked: Asked): ProviderFault | undefined {
  if (cause instanceof ProviderFault) return cause
  if (!(cause instanceof Error)) return undefined
  const answered = 'error' in cause ? refusalFault(String(cause.error), asked) : undefined
  const code = 'code' in cause ? String(cause.code) : ''
  const fault = Object.hasOwn(wrongs, code) ? wrongs[code] : undefined
  return answered ?? (fault && new ProviderFault(fault, { said: cause.message }))
}
