/** How far two samples can be told apart. */
export type EffectSize = {
  /** Cliff's delta: 0 where neither tends to be larger, 1 or -1 where one always is. */
  delta: number
  /** How likely a difference of this size is by chance, two-sided (Mann-Whitney U, normal approximation). */
  p: number
}

/** Compares two samples by ranks, so that a few slow answers count no more than others. */
export function effectSize(a: number[], b: number[]): EffectSize {
  const wins = a.reduce((sum, x) => sum + b.reduce((inner, y) => inner + Math.sign(x - y), 0), 0)
  const pairs = a.length * b.length
  const u = (wins + pairs) / 2
  const deviation = Math.sqrt((pairs * (a.length + b.length + 1)) / 12)
  return { delta: wins / pairs, p: 2 * upperTail(Math.abs(u - pairs / 2) / deviation) }
}

// Abramowitz and Stegun 26.2.17, accurate to seven digits.
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z)
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const sum = series.reduceRight((inner, factor) => (inner + factor) * t, 0)
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
}
