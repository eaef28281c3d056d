import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.js'

const SOURCES = ['app', 'lib', 'prisma', 'public', 'scripts/bundle.js', 'package-lock.json']
const ROOT_FILE = /\.(ts|mjs|json)$/
const NOT_BUILT = /\.test\.tsx?$|(^|\/)generated(\/|$)|tsbuildinfo$|next-env\.d\.ts$/

/** A hash of everything a build is made from. */
export function hashSources() {
  const hash = createHash('sha256').update(process.version)
  const rootFiles = readdirSync(root).filter((name) => ROOT_FILE.test(name))
  for (const file of [...SOURCES, ...rootFiles].flatMap(filesBelow).sort()) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

export function readStamp(folder) {
  const file = join(folder, 'stamp')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

export function writeStamp(folder, stamp) {
  writeFileSync(join(folder, 'stamp'), stamp)
}

function filesBelow(path) {
  if (NOT_BUILT.test(path) || !existsSync(join(root, path))) return []
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path)).flatMap((name) => filesBelow(`${path}/${name}`))
}
