import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from './places.js'

const recipes = readFileSync(`${root}/docs/extending.md`, 'utf8')
  .split(/^## (?=\d\. )/m)
  .slice(1)
const diffsOf = (recipe) => [...recipe.matchAll(/^```diff\n(.*?)^```$/gms)].map(([, diff]) => diff).join('')
const withDiffs = recipes.filter((recipe) => diffsOf(recipe) !== '').map((recipe) => [recipe.split('\n')[0], recipe])

test.each(withDiffs)('the changes of docs/extending.md apply to this version: %s', (_, recipe) => {
  const { stderr } = spawnSync('git', ['apply', '--check', '-'], {
    cwd: root,
    input: diffsOf(recipe),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
})
