import { existsSync, readFileSync } from 'node:fs'

const PARENT_CHECK_MS = 1_000
const controller = new AbortController()

/** Aborts when this process is to end: Ctrl-C, SIGTERM, a closed terminal, or npm was killed. */
export const stopSignal = controller.signal

export function untilStopped() {
  return new Promise((resolve) => {
    if (stopSignal.aborted) resolve()
    stopSignal.addEventListener('abort', resolve, { once: true })
  })
}

/** From here on a signal stops in order what was started, instead of ending this process at once. */
export function listenForStop() {
  const stop = () => controller.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  watchParents(stop)
}

// A killed npm tells nobody; what is left is that its children get another parent.
function watchParents(stop) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const grandparent = isShell(parent) ? parentOf(parent) : undefined
  const isGone = () => process.ppid !== parent || (grandparent !== undefined && parentOf(parent) !== grandparent)
  setInterval(() => isGone() && stop(), PARENT_CHECK_MS).unref()
}

// Most shells become the program they are asked to run; one that stays is a link more to watch.
function isShell(pid) {
  return /\((ba|da|z|k)?sh\)/.test(statOf(pid))
}

function parentOf(pid) {
  return statOf(pid).split(') ').at(-1).split(' ')[1]
}

function statOf(pid) {
  const file = `/proc/${pid}/stat`
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
