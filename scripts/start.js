import { requireNode } from './require-node.js'

requireNode()
// Imported late: an old Node could not even read the rest.
Promise.all([import('./fault.js'), import('./local-mode.js')]).then(([{ endWith }, { runLocalMode }]) =>
  endWith(() => runLocalMode({ isDev: process.argv.includes('--dev') })),
)
