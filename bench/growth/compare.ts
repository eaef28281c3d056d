import type { Measured } from './measure-size'

// About so many places a page of an index has, so that with as many times more rows it is one level higher.
const FAN_OUT = 250

type Comparison = { rows: string[]; otherPlans: string[]; tooManyPages: string[] }

/**
 * A row per operation; in words, which plans became others, and what grew more than the height of an index explains.
 * @param ratio how many times as many rows the large one has
 */
export function compare(small: Measured[], large: Measured[], ratio: number): Comparison {
  const levels = Math.ceil(Math.log(ratio) / Math.log(FAN_OUT))
  const pairs = small.map((atSmall, index) => pairUp(atSmall, large[index] ?? atSmall, levels))
  return {
    rows: [
      `| operation | plan | pages, small | large | one level more | ${levels} more | ms, small | large |`,
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      ...pairs.map(rowOf),
    ],
    otherPlans: pairs.filter(({ isSame }) => !isSame).map(explainPlans),
    tooManyPages: pairs
      .filter(({ atMost, atLarge }) => atLarge.buffers > atMost)
      .map(({ atMost, atLarge }) => `${atLarge.title}: ${atLarge.buffers} pages, more than ${atMost}`),
  }
}

function pairUp(atSmall: Measured, atLarge: Measured, levels: number) {
  const isSame = atSmall.shapes.join() === atLarge.shapes.join()
  const afterLevels = (count: number) => atSmall.buffers + count * atLarge.descents
  return { atSmall, atLarge, isSame, oneLevel: afterLevels(1), atMost: afterLevels(levels) }
}

function rowOf({ atSmall, atLarge, isSame, oneLevel, atMost }: ReturnType<typeof pairUp>): string {
  const pages = `${atSmall.buffers} | ${atLarge.buffers} | ${oneLevel} | ${atMost}`
  const times = `${atSmall.milliseconds.toFixed(2)} | ${atLarge.milliseconds.toFixed(2)}`
  return `| ${atSmall.title} | ${isSame ? 'the same' : 'another'} | ${pages} | ${times} |`
}

function explainPlans({ atSmall, atLarge }: ReturnType<typeof pairUp>): string {
  return `${atSmall.title}: another plan\n${listShapes(atSmall)}\nbecomes\n${listShapes(atLarge)}`
}

function listShapes({ shapes }: Measured): string {
  return shapes.map((shape) => `  ${shape}`).join('\n')
}
