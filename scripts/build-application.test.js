import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildFolder, root } from './places.js'

const build = join(root, buildFolder())
const built = readdirSync(build, { recursive: true, withFileTypes: true })
  // What the compiler keeps for itself is no part of what runs.
  .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(build, 'next/cache')))
  .map(({ parentPath, name }) => join(parentPath, name))

// Words of the simulator's own page, and our client there: whatever holds them is made from it.
const SIMULATOR = /This page stands in for|latchkey-local-secret|"[./]*e2e\//

test('a build holds the server and no file of the simulator', () => {
  expect(built).toContain(join(build, 'server.js'))
  expect(built.filter((file) => /simulator/.test(file) || SIMULATOR.test(readFileSync(file, 'latin1')))).toEqual([])
})

test('the folder of the simulator is not handed to whoever builds an image', () => {
  expect(readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')).toContain('e2e')
})
