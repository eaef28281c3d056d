import { expect, test } from 'vitest'
import { effectSize } from './effect-size'

test('samples that are the same cannot be told apart', () => {
  const { delta, p } = effectSize([1, 2, 3, 4], [1, 2, 3, 4])
  expect(delta).toBe(0)
  expect(p).toBeCloseTo(1, 3)
})

test('samples that do not overlap are told apart, in both directions', () => {
  const [low, high] = [Array.from({ length: 60 }, (_, i) => i), Array.from({ length: 60 }, (_, i) => 100 + i)]
  expect(effectSize(high, low)).toMatchObject({ delta: 1 })
  expect(effectSize(low, high).delta).toBe(-1)
  expect(effectSize(low, high).p).toBeLessThan(1e-6)
})

test('ties count half', () => {
  expect(effectSize([1, 2, 2, 3, 5, 6, 7], [2, 2, 4, 4, 5, 6, 8, 9]).delta).toBeCloseTo(-16 / 56, 6)
})
