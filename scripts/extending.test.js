import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { root } from './places.js'

const recipes = readFileSync(`${root}/docs/extending.md`, 'utf8')
  .split(/^## (?=\d\. )/m)
  .slice(1)
const diffsOf = (recipe) => [...recipe.matchAll(/^```diff\n(.*?)^```$/gms)].map(([, diff]) => diff).join('')
const filesOf = (recipe) => [...recipe.matchAll(/^`([^`\n]+)`\n\n```\w+\n(.*?)^```$/gms)].map(([, ...file]) => file)
const withDiffs = recipes.filter((recipe) => diffsOf(recipe) !== '').map((recipe) => [recipe.split('\n')[0], recipe])

test.each(withDiffs)('the changes of docs/extending.md apply to this version: %s', (_, recipe) => {
  const { stderr } = spawnSync('git', ['apply', '--check', '-'], {
    cwd: root,
    input: diffsOf(recipe),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
})

const anotherProvider = recipes.find((recipe) => recipe.includes('lib/social/kinds/')) ?? ''

test('another provider is under 40 lines', () => {
  const added = diffsOf(anotherProvider).match(/^\+(?!\+\+ )/gm) ?? []
  const written = filesOf(anotherProvider).map(([, content]) => content.trimEnd().split('\n').length)
  expect(written).toEqual([25])
  expect(written[0] + added.length).toBeLessThan(40)
})

test('another provider, made by the recipe, has the right types wherever providers are told apart', {
  timeout: 120_000,
}, () => {
  const copy = mkdtempSync(join(tmpdir(), 'another-provider-'))
  onTestFinished(() => rmSync(copy, { recursive: true }))
  for (const name of ['app', 'lib', 'tsconfig.json', '.env.example'])
    cpSync(join(root, name), join(copy, name), { recursive: true })
  for (const name of ['node_modules', 'prisma']) symlinkSync(join(root, name), join(copy, name))
  const { stderr } = spawnSync('git', ['apply', '-'], {
    cwd: copy,
    input: diffsOf(anotherProvider),
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  for (const [name, content] of filesOf(anotherProvider)) writeFileSync(join(copy, name), content)
  const project = {
    extends: './tsconfig.json',
    compilerOptions: { incremental: false },
    include: ['app/admin/providers', 'lib/social', 'lib/ui', 'lib/messages'],
    exclude: ['**/*.test.ts'],
  }
  writeFileSync(join(copy, 'tsconfig.recipe.json'), JSON.stringify(project))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.recipe.json'], { cwd: copy, encoding: 'utf8' })
  expect(stdout).toBe('')
})
