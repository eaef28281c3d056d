const MINUTE_SECONDS = 60

type Problems = (key: 'retryAfter.seconds' | 'retryAfter.minutes', values: { count: number }) => string

/** When to come back, in words. */
export function waitText(seconds: number, t: Problems): string {
  if (seconds < MINUTE_SECONDS) return t('retryAfter.seconds', { count: seconds })
  return t('retryAfter.minutes', { count: Math.ceil(seconds / MINUTE_SECONDS) })
}
