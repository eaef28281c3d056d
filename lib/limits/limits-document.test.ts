import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CHALLENGE_SECONDS } from './challenge'
import { limits } from './limits'
import { FLOOD, WAIT_SECONDS, WAITERS } from './sign-up-flood'
import { PROOF_BITS } from './solve-challenge'

const UNITS = { minute: 60, minutes: 60, hour: 3_600, hours: 3_600 } as const

test('the table of docs/limits.md equals the constants', () => {
  const table = [...readFileSync('docs/limits.md', 'utf8').matchAll(/^\| (\w+) \| (\w+) \| (\d+) \| (\d+) (\w+) \|$/gm)]
  const documented = table.map(([, act, per, points, count, unit]) => {
    const seconds = Number(count) * UNITS[unit as keyof typeof UNITS]
    return { act, per, points: Number(points), seconds }
  })
  const actual = Object.entries(limits).flatMap(([act, counts]) =>
    Object.entries(counts).map(([per, limit]) => ({ act, per: per.replace('Day', ''), ...limit })),
  )
  const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(row)).sort()
  expect(sorted(documented)).toEqual(sorted(actual))
})

test('what docs/limits.md says of a flood of sign-ups equals the constants', () => {
  const text = readFileSync('docs/limits.md', 'utf8').replaceAll(/\s+/g, ' ')
  expect(text).toContain(`Above ${FLOOD.points} sign-ups in ${FLOOD.seconds / 60} minute,`)
  expect(text).toContain(`${PROOF_BITS} leading zero bits`)
  expect(text).toContain(`sent ${WAIT_SECONDS} seconds after`)
  expect(text).toContain(
    `${WAITERS.points === 2 ? 'twice' : WAITERS.points} in ${WAITERS.seconds / 60} minutes from one`,
  )
  expect(text).toContain(`good once, for ${CHALLENGE_SECONDS / 60} minutes,`)
})

test('T-22 the document names what is not counted, with the reason, and no act counts it', () => {
  const text = readFileSync('docs/limits.md', 'utf8').replaceAll(/\s+/g, ' ')
  expect(text).toContain('Verifying and refreshing a token is not counted')
  expect(Object.keys(limits).filter((act) => /verify|refresh/.test(act))).toEqual([])
})
