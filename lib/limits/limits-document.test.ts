import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { limits } from './limits'

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
