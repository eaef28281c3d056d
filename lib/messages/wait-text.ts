const MINUTE_SECONDS = 60

type Problems = (key: 'retryAfter.seconds' | 'retryAfter.minutes', values: { count: number }) => string

const SECONDS = /^\d{1,6}$/

/** When to come back, in words. */
export function waitText(seconds: number, t: Problems): string {
  if (seconds < MINUTE_SECONDS) return t('retryAfter.seconds', { count: seconds })
  return t('retryAfter.minutes', { count: Math.ceil(seconds / MINUTE_SECONDS) })
}

/** The same of what the address bar says, to go behind a problem's text; nothing where that is no number of seconds. */
export function waitTextOf(wait: string | undefined, t: Problems): string {
  return wait !== undefined && SECONDS.test(wait) ? ` ${waitText(Number(wait), t)}` : ''
}
