import { inOneUnit, type TimeUnit } from './in-one-unit'

type Problems = (key: `retryAfter.${TimeUnit}`, values: { count: number }) => string

const SECONDS = /^\d{1,6}$/

/** When to come back, in words; never too early. */
export function waitText(seconds: number, t: Problems): string {
  const { unit, count } = inOneUnit(seconds, Math.ceil)
  return t(`retryAfter.${unit}`, { count })
}

/** The same of what the address bar says, to go behind a problem's text; nothing where that is no number of seconds. */
export function waitTextOf(wait: string | undefined, t: Problems): string {
  return wait !== undefined && SECONDS.test(wait) ? ` ${waitText(Number(wait), t)}` : ''
}
