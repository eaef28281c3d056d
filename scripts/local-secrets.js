import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function hasLocalSecrets(folder) {
  return existsSync(fileIn(folder))
}

/** The secrets of the local mode: made at the first start, kept beside the data they protect. */
export function localSecrets(folder) {
  const file = fileIn(folder)
  if (!existsSync(file)) {
    const secrets = {
      AUTH_SECRET: randomBytes(48).toString('base64'),
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    }
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, 'utf8'))
}

function fileIn(folder) {
  return join(folder, 'secrets.json')
}
