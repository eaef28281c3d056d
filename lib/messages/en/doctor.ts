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
    secret_unreadable:
      'The secret was encrypted with a key that ENCRYPTION_KEYS no longer holds. Put that key back behind the first, or enter the secret again.',
    unreachable: '{host} cannot be reached ({code}). Check the issuer’s name, the DNS and the firewall of this server.',
    tls_untrusted:
      'The certificate of {host} is not trusted ({code}). Renew it there, or name its CA in NODE_EXTRA_CA_CERTS here.',
    too_slow: '{host} did not answer within five seconds. Is it up, and does the firewall let this server out?',
    redirects: '{url} answers with a redirect, which is not followed. Give the address that it leads to as the issuer.',
    too_much: 'The provider answered with more than 256 KB. Is this really an OpenID provider?',
    discovery_status: '{url} answered {status}. The issuer must be exactly what the provider calls itself.',
    discovery_not_json: '{url} is no JSON. The issuer must be exactly what the provider calls itself.',
    discovery_incomplete: '{url} lacks {fields}. Is this really an OpenID provider?',
    other_issuer: 'The provider calls itself {issuer}, but {given} is given. Both must be the same to the letter.',
    foreign_endpoint: 'Its {endpoint} is at another host ({url}), where no secret is sent.',
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
