import { requireNode } from './require-node.js'

requireNode()
// Imported late: an old Node could not even read the rest.
Promise.all([import('./fault.js'), import('./bench-command.js')]).then(([{ endWith }, { runBench }]) =>
  endWith(() => runBench(process.argv.slice(2))),
)
