const UNIT_SECONDS = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const

export type TimeUnit = keyof typeof UNIT_SECONDS

/** A length of time in the largest unit that it has two of: 36 hours are neither a day nor two. */
export function inOneUnit(seconds: number, round: (count: number) => number): { unit: TimeUnit; count: number } {
  const units = Object.keys(UNIT_SECONDS) as TimeUnit[]
  const unit = units.find((one) => seconds >= 2 * UNIT_SECONDS[one]) ?? 'seconds'
  return { unit, count: round(seconds / UNIT_SECONDS[unit]) }
}
