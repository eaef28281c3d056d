import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

/**
 * Refuses a request that changes something unless a page of ours sent it.
 * An absent Origin counts as foreign: every browser we support sends it with a POST.
 *
 * @throws AppError cross_origin: Origin absent, null or not ours, or the browser says the request is cross-site
 */
export function assertSameOrigin(headers: Pick<Headers, 'get'>): void {
  const site = headers.get('sec-fetch-site')
  const isForeignSite = site !== null && site !== 'same-origin' && site !== 'none'
  if (headers.get('origin') !== env.AUTH_URL || isForeignSite) throw new AppError('cross_origin')
}
