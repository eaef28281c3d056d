import type { Instrumentation } from 'next'

/** Called by Next with what a page or action threw: logs it once, and tells the server when the database was away. */
export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ log }, { isOutage, noteOutage }] = await Promise.all([import('@/lib/log'), import('@/lib/http/outage')])
  if (isOutage(error)) noteOutage()
  // What the person sees as the number of the fault.
  const faultNumber = error instanceof Error && 'digest' in error ? error.digest : undefined
  log.error(
    { requestId: request.headers['x-latchkey-request-id'], path: request.path.split('?')[0], faultNumber, error },
    'page failed',
  )
}
