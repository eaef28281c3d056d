import type { Provider } from './provider'

/** How our client says at a token endpoint who it is. @see RFC 6749 section 2.3.1 */
export function authenticateClient({ clientId, readSecret, clientAuthentication }: Provider): {
  headers: Record<string, string>
  fields: Record<string, string>
} {
  const clientSecret = readSecret()
  const headers = { accept: 'application/json' }
  if (clientAuthentication === 'client_secret_post')
    return { headers, fields: { client_id: clientId, client_secret: clientSecret } }
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')
  return { headers: { ...headers, authorization: `Basic ${basic}` }, fields: {} }
}
