import type { Measured } from './measure-size'

type Comparison = { rows: string[]; otherPlans: string[]; tooManyPages: string[] }

/** A row per operation; in words, which plans became others, and what grew more than the height of an index explains. */
export function compare(small: Measured[], large: Measured[]): Comparison {
  const pairs = small.map((atSmall, index) => pairUp(atSmall, large[index] ?? atSmall))
  return {
    rows: [
      '| operation | plan | pages, small | large | at most | ms, small | large |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...pairs.map(rowOf),
    ],
    otherPlans: pairs.filter(({ isSame }) => !isSame).map(explainPlans),
    tooManyPages: pairs
      .filter(({ atMost, atLarge }) => atLarge.buffers > atMost)
      .map(({ atMost, atLarge }) => `${atLarge.title}: ${atLarge.buffers} pages, more than ${atMost}`),
  }
}

function pairUp(atSmall: Measured, atLarge: Measured) {
  const isSame = atSmall.shapes.join() === atLarge.shapes.join()
  return { atSmall, atLarge, isSame, atMost: atSmall.buffers + atLarge.descents }
}

function rowOf({ atSmall, atLarge, isSame, atMost }: ReturnType<typeof pairUp>): string {
  const pages = `${atSmall.buffers} | ${atLarge.buffers} | ${atMost}`
  const times = `${atSmall.milliseconds.toFixed(2)} | ${atLarge.milliseconds.toFixed(2)}`
  return `| ${atSmall.title} | ${isSame ? 'the same' : 'another'} | ${pages} | ${times} |`
}

function explainPlans({ atSmall, atLarge }: ReturnType<typeof pairUp>): string {
  return `${atSmall.title}: another plan\n${listShapes(atSmall)}\nbecomes\n${listShapes(atLarge)}`
}

function listShapes({ shapes }: Measured): string {
  return shapes.map((shape) => `  ${shape}`).join('\n')
}
