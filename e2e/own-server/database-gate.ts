import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Stands between a server and its database. Closed, it cuts every connection and takes no new one. */
export async function openDatabaseGate(databaseUrl: string) {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const gate = createServer((client) => {
    const database = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => sockets.delete(from) && to.destroy())
      from.pipe(to)
    }
  })
  const open = (port = 0) => once(gate.listen(port, 'localhost'), 'listening')
  await open()
  const address = gate.address()
  if (address === null || typeof address === 'string') throw new Error('the gate has no port')

  const url = new URL(databaseUrl)
  url.host = `localhost:${address.port}`
  const close = async () => {
    const closed = once(gate, 'close')
    gate.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { url: url.href, close, open: () => open(address.port) }
}
