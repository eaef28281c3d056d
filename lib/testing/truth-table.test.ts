import { expect, test } from 'vitest'
import { type Combination, combinationsOf, writeTruthTable } from './truth-table'

const columns = { sky: ['blue', 'grey', 'black'], umbrella: ['yes', 'no'], hat: ['yes', 'no'] } as const
type Outside = Combination<typeof columns>

const write = (outcomeOf: (outside: Outside) => string) =>
  writeTruthTable({ columns }, combinationsOf({ columns }).map(outcomeOf)).split('\n')

test('rows of one outcome become one, and a column that never matters is named below', () => {
  expect(write(({ sky, umbrella }) => (sky === 'grey' && umbrella === 'no' ? 'wet' : 'dry'))).toEqual([
    '| sky | umbrella | what happens |',
    '| --- | --- | --- |',
    '| blue or black | any | dry |',
    '| grey | yes | dry |',
    '| grey | no | wet |',
    '',
    'Does not matter: hat.',
  ])
})

test('a combination with an outcome of its own has a row of its own', () => {
  const all = combinationsOf({ columns })
  expect(all).toHaveLength(12)
  for (const odd of all) {
    const isOdd = (one: Outside) => JSON.stringify(one) === JSON.stringify(odd)
    expect(write((one) => (isOdd(one) ? 'odd' : 'even'))).toContain(`| ${Object.values(odd).join(' | ')} | odd |`)
  }
})

test('a combination that cannot be is not run, and takes the row of the one that stands for it', () => {
  const standIn = (one: Outside): Outside => (one.sky === 'blue' ? { ...one, umbrella: 'no', hat: 'no' } : one)
  const all = combinationsOf({ columns, standIn })
  expect(all).toHaveLength(9)
  const outcomes = all.map(({ sky }) => (sky === 'grey' ? 'wet' : 'dry'))
  expect(writeTruthTable({ columns, standIn }, outcomes)).toContain('| blue or black | dry |')
})
