import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from './fault.js'

/** Waits a moment for a port that somebody is just leaving; a port that stays taken is a fault. */
export async function requireFreePort(port, { waitMs = 0 } = {}) {
  const giveUpAt = Date.now() + waitMs
  while (!(await isPortFree(port))) {
    if (Date.now() >= giveUpAt)
      throw new Fault(`Port ${port} is taken. Choose another one: PORT=${port + 100} npm start`)
    await sleep(200)
  }
}

/** The first free port from `from` on. Below 32768, where no outgoing connection is given one by chance. */
export async function findFreePort(from, count = 100) {
  for (let port = from; port < from + count; port += 1) if (await isPortFree(port)) return port
  throw new Fault(`No free port between ${from} and ${from + count - 1}.`)
}

async function isPortFree(port) {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'))
}

async function canListen(port, host) {
  const server = createServer()
  try {
    server.listen({ port, host, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    // A machine without IPv6 has no such address to take.
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return true
    if (error.code === 'EACCES')
      throw new Fault(`This user may not listen on port ${port}; ports from 1024 on are free to all.`)
    return false
  }
  await new Promise((resolve) => server.close(resolve))
  return true
}
