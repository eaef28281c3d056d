import { requireNode } from './require-node.js'

requireNode()
const words = process.argv.slice(2)
const isLong = words.includes('--long')
const names = words.filter((word) => !word.startsWith('-'))
// Imported late: an old Node could not even read the rest.
Promise.all([import('./fault.js'), import('./test-suite.js')]).then(([{ endWith }, { runTestSuite }]) =>
  endWith(() => runTestSuite({ isLong, names })),
)
