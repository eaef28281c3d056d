// Loaded before everything else, so it is written in what every Node understands that knows modules at all.
var OLDEST = [20, 19]

/** Ends the process with a clear sentence when this Node is too old. */
export function requireNode() {
  var version = process.versions.node.split('.').map(Number)
  var isOldEnough = version[0] > OLDEST[0] || (version[0] === OLDEST[0] && version[1] >= OLDEST[1])
  if (isOldEnough) return
  console.error(`Latchkey needs Node ${OLDEST.join('.')} or newer (24 recommended); this is ${process.versions.node}.`)
  process.exit(1)
}
