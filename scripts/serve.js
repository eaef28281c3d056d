import { requireNode } from './require-node.js'

requireNode()
// Imported late: an old Node could not even read the rest.
Promise.all([import('./fault.js'), import('./production-mode.js')]).then(([{ endWith }, { runProductionMode }]) =>
  endWith(() => runProductionMode()),
)
