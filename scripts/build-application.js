import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { hashSources, readStamp, writeStamp } from './build-stamp.js'
import { root } from './places.js'
import { run } from './processes.js'
import { SKIPPED, step } from './progress.js'

/** Builds pages and programs into `folder`, unless the sources are those of the last build. */
export async function buildApplication(folder) {
  await generateClient()
  await step('Build', async () => {
    const target = resolve(root, folder)
    const stamp = hashSources()
    if (readStamp(target) === stamp) return SKIPPED
    mkdirSync(target, { recursive: true })
    rmSync(join(target, 'stamp'), { force: true })
    await Promise.all([buildPages(folder), buildPrograms(folder)])
    writeStamp(target, stamp)
  })
}

/** What `npm run dev` needs: pages are built as they are asked for. */
export async function buildForDevelopment(folder) {
  await generateClient()
  await step('Build', () => buildPrograms(folder))
}

export function generateClient() {
  const stampFile = join(root, 'prisma/generated/.stamp')
  const stamp = createHash('sha256')
    .update(readFileSync(join(root, 'prisma/schema.prisma')))
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return step('Database client', async () => {
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return SKIPPED
    await run(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
      title: 'prisma generate',
      // Prisma would fetch a native engine it does not need for this; any program will do in its place.
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    })
    writeFileSync(stampFile, stamp)
  })
}

async function buildPages(folder) {
  await run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    title: 'next build',
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', LATCHKEY_BUILD_DIR: folder },
  })
}

async function buildPrograms(folder) {
  // Imported late: at the first start esbuild is not installed yet when this file is read.
  const { bundlePrograms } = await import('./bundle.js')
  await bundlePrograms(folder)
}
