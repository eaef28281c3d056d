import { requireNode } from './require-node.js'

requireNode()
// Imported late: an old Node could not even read the rest.
Promise.all([import('./fault.js'), import('./test-suite.js')]).then(([{ endWith }, { runTestSuite }]) =>
  endWith(() => runTestSuite({ isLong: process.argv.includes('--long') })),
)
