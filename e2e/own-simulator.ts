import { once } from 'node:events'
import { findFreePort } from '../scripts/ports.js'
import { makeSimulator } from './simulator/simulator'

const FIRST_PORT = 21_400
const PORTS_PER_WORKER = 100

export type OwnSimulator = { origin: string; close: () => Promise<void> }

/** Starts providers that no other test asks. */
export async function startOwnSimulator({ parallelIndex }: { parallelIndex: number }): Promise<OwnSimulator> {
  const port = await findFreePort(FIRST_PORT + parallelIndex * PORTS_PER_WORKER)
  const origin = `http://localhost:${port}`
  const server = (await makeSimulator(origin)).listen(port, 'localhost')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { origin, close }
}
