import type { Instrumentation } from 'next'

/** Called by Next with what a page or action threw: logs it once, and tells the server when the database was away. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ log }, { isOutage, noteOutage }] = await Promise.all([import('@/lib/log'), import('@/lib/http/outage')])
  if (isOutage(error)) noteOutage()
  log.error(
    { requestId: request.headers['x-latchkey-request-id'], path: request.path.split('?')[0], error },
    'page failed',
  )
}
