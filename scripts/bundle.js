import { join } from 'node:path'
import { build, stop } from 'esbuild'
import { root } from './places.js'

const PROGRAMS = {
  server: './server.ts',
  'hash-worker': './lib/passwords/hash-worker.ts',
  latchkey: './lib/cli/main.ts',
  seed: './prisma/seed.ts',
}

/**
 * Makes one plain JavaScript file of each program that runs outside of Next.
 * @param {string} folder
 * @param {Record<string, string>} programs
 */
export async function bundlePrograms(folder, programs = PROGRAMS) {
  await build({
    absWorkingDir: root,
    entryPoints: programs,
    outdir: join(root, folder),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    alias: { '@': root },
    sourcemap: true,
    logLevel: 'silent',
  })
  // Otherwise its process stays as long as ours.
  await stop()
}
