import { requireNode } from './require-node.js'

requireNode()
// Imported late: an old Node could not even read the rest.
Promise.all([import('./fault.js'), import('./command-line.js')]).then(([{ endWith }, { runCommandLine }]) =>
  endWith(() => runCommandLine(process.argv.slice(2))),
)
