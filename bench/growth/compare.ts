import type { Measured } from './measure-size'

/** A row per operation, and in words what grew more than the height of an index explains. */
export function compare(small: Measured[], large: Measured[]): { rows: string[]; differences: string[] } {
  const rows = [
    '| operation | plan | pages, small | large | at most | ms, small | large |',
    '|---|---|---|---|---|---|---|',
  ]
  const differences: string[] = []
  for (const [index, atSmall] of small.entries()) {
    const atLarge = large[index]
    if (!atLarge) continue
    const isSame = atSmall.shapes.join() === atLarge.shapes.join()
    const atMost = atSmall.buffers + atLarge.descents
    const pages = `${atSmall.buffers} | ${atLarge.buffers} | ${atMost}`
    const times = `${atSmall.milliseconds.toFixed(2)} | ${atLarge.milliseconds.toFixed(2)}`
    rows.push(`| ${atSmall.title} | ${isSame ? 'the same' : 'another'} | ${pages} | ${times} |`)
    if (!isSame)
      differences.push(`${atSmall.title}: another plan\n${listShapes(atSmall)}\nbecomes\n${listShapes(atLarge)}`)
    if (atLarge.buffers > atMost) differences.push(`${atSmall.title}: ${atLarge.buffers} pages, more than ${atMost}`)
  }
  return { rows, differences }
}

function listShapes({ shapes }: Measured): string {
  return shapes.map((shape) => `  ${shape}`).join('\n')
}
