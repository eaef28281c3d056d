import type { Client } from '@/lib/sessions/client'
import { readDeviceHashes } from './device-cookie'

export const CLIENT_IP_HEADER = 'x-latchkey-client-ip'
/** How the request came, as the proxies say; believed by nobody, compared by the check of the settings. */
export const PASSAGE_HEADER = 'x-latchkey-passage'
export const REQUEST_ID_HEADER = 'x-latchkey-request-id'
/** Path and query of the page that is asked for; a page cannot find it out itself. */
export const PATH_HEADER = 'x-latchkey-path'

const MAX_USER_AGENT = 512

/** Who is asking, as server.ts found it; it strips these headers from what visitors send. */
export function clientOf(headers: Pick<Headers, 'get'>): Client {
  return {
    ip: headers.get(CLIENT_IP_HEADER) ?? '',
    userAgent: (headers.get('user-agent') ?? '').slice(0, MAX_USER_AGENT),
    requestId: headers.get(REQUEST_ID_HEADER) ?? '',
    deviceHashes: readDeviceHashes(headers),
  }
}
