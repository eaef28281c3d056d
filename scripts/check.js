import { requireNode } from './require-node.js'

requireNode()
// Imported late: an old Node could not even read the rest.
Promise.all([import('./fault.js'), import('./check-command.js')]).then(([{ endWith }, { runChecks }]) =>
  endWith(() => runChecks()),
)
