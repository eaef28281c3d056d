import { appendFileSync } from 'node:fs'
import { Socket } from 'node:net'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Every host that this process has set out to connect to since this module was loaded. */
export const connectedHosts = new Set()

/** Those of them that are not this machine. */
export function strangersAmong(hosts) {
  return [...hosts].filter((host) => !LOOPBACK.has(host))
}

const { connect } = Socket.prototype

Socket.prototype.connect = function connectAndRecord(...args) {
  const { path, host = 'localhost' } = optionsOf(args)
  if (!path && !connectedHosts.has(host)) {
    connectedHosts.add(host)
    // Preloaded into a program under test (`node --import`), it leaves what it saw to whoever started that.
    if (process.env.CONNECTIONS_FILE) appendFileSync(process.env.CONNECTIONS_FILE, `${host}\n`)
  }
  return connect.apply(this, args)
}

// net.connect passes its arguments on as one array; everybody else as the documentation has them.
function optionsOf([first, second]) {
  if (Array.isArray(first)) return optionsOf(first)
  if (typeof first === 'object') return first
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first }
  return { ...(typeof second === 'string' && { host: second }) }
}
