import { findFreePort } from '../../scripts/ports.js'
import { test as base } from '../fixtures'
import { startServe } from '../serve'
import { openDatabaseGate } from './database-gate'

export { expect } from '../fixtures'

type OwnServer = {
  origin: string
  /** Stops `npm run serve` and starts it again, with the same settings. */
  restart: () => Promise<void>
  database: { goAway: () => Promise<void>; comeBack: () => Promise<unknown> }
}

const FIRST_PORT = 20_600
const PORTS_PER_WORKER = 20

/**
 * Tests with a server that nobody else uses, on the database of all, so that the fixtures work for it too.
 * What happens to its process and to its way to the database is the test's to decide.
 */
export const test = base.extend<{ ownServer: OwnServer; serverSettings: Record<string, string> }>({
  /** What a file's server has otherwise than the one of all. */
  serverSettings: [{}, { option: true }],
  baseURL: async ({ ownServer }, use) => use(ownServer.origin),
  ownServer: async ({ serverSettings }, use, { parallelIndex }) => {
    const port = await findFreePort(FIRST_PORT + parallelIndex * PORTS_PER_WORKER, PORTS_PER_WORKER)
    const origin = `http://localhost:${port}`
    const gate = await openDatabaseGate(process.env.DATABASE_URL ?? '')
    const settings = {
      DATABASE_URL: gate.url,
      AUTH_URL: origin,
      PORT: String(port),
      LOG_LEVEL: 'silent',
      ...serverSettings,
    }
    let stop = await startServe(settings)
    const restart = async () => {
      await stop()
      stop = await startServe(settings)
    }
    await use({ origin, restart, database: { goAway: gate.close, comeBack: gate.open } })
    await stop()
    await gate.close().catch(() => {})
  },
})
