/** What the checks of a provider look at, what they find, and how to mend it; the command line shows the English. */
export const doctor = {
  check: {
    keys: 'Keys',
    discovery: 'Discovery',
    signing_keys: 'Signing keys',
    clock: 'Clock',
    client: 'Client id and secret',
    redirect_uri: 'Redirect URI',
    origin: 'AUTH_URL',
    cookies: 'Cookies',
    proxy: 'Proxy',
  },
  fine: 'fine',
  fault: {
    key_with_blanks: 'The {field} contains a blank or a quotation mark. Copy it again, without what stands around it.',
    key_is_sample: 'The {field} is a sample. Copy the real one from the provider’s console.',
    keys_equal: 'Client id and secret are the same. Copy both again from the provider’s console.',
    keys_swapped: 'Client id and secret seem to be swapped: Google’s ids end with .apps.googleusercontent.com.',
    google_id_shape: 'This is no client id of Google: those end with .apps.googleusercontent.com.',
    kind_unknown: 'This version knows no provider of the kind {kind}. A later one wrote these keys.',
    issuer_unsafe:
      'The issuer {issuer} is not https or is this machine, which would let anybody be anybody. Delete these keys, or switch them off, and add the provider with its public issuer.',
    endpoint_origin_unsafe:
      'The endpoint origin {origin} is not https or is this machine, where anybody could answer for the provider. Take it out of the endpoint origins on the provider’s page, or put the public one there.',
    secret_unreadable:
      'The secret was encrypted with a key that ENCRYPTION_KEYS no longer holds. Put that key back behind the first, or enter the secret again.',
    unreachable: '{host} cannot be reached ({code}). Check the issuer’s name, the DNS and the firewall of this server.',
    tls_untrusted:
      'The certificate of {host} is not trusted ({code}). Renew it there, or name its CA in NODE_EXTRA_CA_CERTS here.',
    too_slow:
      '{host} did not answer in time: all that a sign-in asks a provider may take five seconds. Is it up, and does the firewall let this server out?',
    redirects: '{url} answers with a redirect, which is not followed. Give the address that it leads to as the issuer.',
    too_much: 'The provider answered with more than 256 KB. Is this really an OpenID provider?',
    discovery_status: '{url} answered {status}. The issuer must be exactly what the provider calls itself.',
    discovery_not_json: '{url} is no JSON. The issuer must be exactly what the provider calls itself.',
    discovery_incomplete: '{url} lacks {fields}. Is this really an OpenID provider?',
    other_issuer: 'The provider calls itself {issuer}, but {given} is given. Both must be the same to the letter.',
    foreign_endpoint:
      'At another origin than its issuer, where no secret is sent: {endpoint} ({url}). If the documentation of the provider says so too, add {origin} to the other origins of its endpoints: on its page under “Providers”, or as endpointOrigins in OPENID_PROVIDERS.',
    response_types_unsupported: 'It does not offer the code flow ({listed}). Allow it for this client.',
    scope_unsupported: 'It does not know the scope {needed}. Allow it for this client; it knows {listed}.',
    pkce_unsupported: 'It does not offer PKCE with S256, only {listed}.',
    algorithm_unsupported: 'It signs id_tokens with {listed}; we take {needed}. Choose one of them there.',
    client_authentication_unsupported: 'It does not take {needed} at its token endpoint, only {listed}.',
    signing_keys_status: '{url} answered {status}, so that no id_token can be verified.',
    signing_keys_unreadable: '{url} is no key set, so that no id_token can be verified.',
    signing_keys_missing: '{url} holds no key that could sign an id_token (RSA or EC).',
    clock_ahead: 'The clock of this server is {seconds} seconds ahead of the provider’s. Let NTP set it.',
    clock_behind: 'The clock of this server is {seconds} seconds behind the provider’s. Let NTP set it.',
    token_endpoint_status: '{url} answered {status}. Try again later; if it stays so, ask the provider.',
    endpoint_missing:
      '{url} answered {status}. Is the address of the provider right, and the client id? Some answer so to an unknown one.',
    client_refused: 'The provider refuses our client id or secret ({said}). Copy both again from its console.',
    client_unknown: 'The provider does not know our client id. Copy it again from its console.',
    redirect_uri_refused:
      'The provider does not know our redirect URI. Register exactly this one in its console: {uri}',
    scope_refused: 'The provider refuses a scope of ours. Allow these for the client: {scope}',
    authorization_refused: 'The provider shows no sign-in page to us: {said}',
    request_refused:
      'The provider could not use our request ({said}), mostly because something is registered otherwise there. Compare the redirect URI in its console with {uri}, and run the check.',
    client_not_allowed:
      'The provider does not let our client sign people in ({said}). In its console, see that it is a web application, approved and switched on, and allow it the authorization code flow.',
    code_flow_refused:
      'The provider does not offer the code flow to our client ({said}). Allow it the response type code and the grant type authorization_code in its console.',
    provider_broken:
      'The provider had a fault of its own ({said}). Here is nothing to mend: try again later; if it stays so, ask the provider.',
    provider_busy: 'The provider is overloaded or being serviced ({said}). Try again later.',
    grant_refused:
      'The provider does not take the code ({said}): it is used up or expired, or was made for another redirect URI or PKCE verifier. Mostly a page was reloaded; if it happens to all, register exactly this redirect URI: {uri}',
    state_mismatch:
      'The state is none of those that this browser was sent out with. Where it happens to one person, an old page was used or somebody slipped in an answer of theirs; where it happens to all, something on the way alters the address: look at the provider and the proxy.',
    token_answer_unreadable:
      'What the token endpoint answers is no answer of OAuth ({said}). Try again later; if it stays so, check the issuer, and ask the provider.',
    id_token_time: 'The id_token is too old, or of the future ({said}). Let NTP set the clock of this server.',
    id_token_claim:
      'A claim of the id_token is wrong: {said}. With aud or azp, give the right client id; with iss, the right issuer; with iat, let NTP set the clock; with nonce, it answers another sign-in, and the person may try again.',
    id_token_signature:
      'No key of the provider has signed the id_token ({said}). If the keys have just been changed, it works again in a minute; if not, somebody else may have made it. Run the check.',
    origin_without_tls: '{origin} is not https. Browsers drop our cookies there; put a proxy with TLS in front.',
    origin_unreachable:
      '{origin} cannot be reached from here ({code}). Is the server up, and do DNS and proxy lead to it?',
    origin_redirects: '{origin} redirects to {place}. Set AUTH_URL to where people really are.',
    origin_elsewhere: '{origin} answered {status}. Does the proxy lead to this server?',
    host_changed:
      'The proxy does not pass on the name that browsers ask for: let it send Host as it came, which is that of {origin}.',
    cookie_missing:
      'A page at {origin} answers without its cookie {name}. Let the proxy pass on Set-Cookie, and cache no page.',
    cookie_changed: 'A cookie arrives changed, and browsers drop it: {cookie}. Let the proxy rewrite no cookie.',
    proxy_speaks_otherwise:
      'The proxy says that you came by {spoken}, but AUTH_URL is {origin}. Correct X-Forwarded-Proto or AUTH_URL.',
    proxy_not_trusted:
      'Requests come through {stations} proxies, but TRUSTED_PROXY_HOPS is {hops}: every visitor seems to have the address of the proxy. Set it, or TRUSTED_PROXIES.',
    proxy_says_nothing:
      'TRUSTED_PROXY_HOPS is {hops}, but requests name {stations} stations. Let the proxy set X-Forwarded-For, or correct the number.',
  },
}
