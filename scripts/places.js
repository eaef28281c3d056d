import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The clone. */
export const root = fileURLToPath(new URL('..', import.meta.url))
export const isRoot = process.getuid?.() === 0

/**
 * Where data is kept. PostgreSQL does not run as root but as `nobody`, who may not be able to enter the clone, so as
 * root it is outside of it.
 */
export function dataFolder(name = 'data') {
  const folder = process.env.LATCHKEY_DATA_DIR ? resolve(process.env.LATCHKEY_DATA_DIR) : join(base(), name)
  // Others may pass through to what is theirs, and see nothing.
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  return folder
}

/** Where the tests keep theirs, beside that of a running `npm start`. */
export function testFolder() {
  const folder = join(base(), 'test')
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  return folder
}

export function buildFolder() {
  return process.env.LATCHKEY_BUILD_DIR ?? '.latchkey/build'
}

function base() {
  if (!isRoot) return join(root, '.latchkey')
  return join('/var/lib/latchkey', createHash('sha256').update(root).digest('hex').slice(0, 12))
}
