import { z } from 'zod'
import { findFreePort } from '../scripts/ports.js'

const names = ['application', 'throughNext', 'production', 'proxy', 'simulator', 'smtp'] as const
const FIRST_PORT = 20_400

async function choosePorts(): Promise<Record<string, number>> {
  const chosen: Record<string, number> = {}
  let from = FIRST_PORT
  for (const name of names) {
    const port = await findFreePort(from)
    chosen[name] = port
    from = port + 1
  }
  return chosen
}

// Chosen once, by the first process that asks; the workers inherit the choice.
process.env.E2E_PORTS ??= JSON.stringify(await choosePorts())

/** Where everything under test listens. */
export const ports = z.record(z.enum(names), z.number()).parse(JSON.parse(process.env.E2E_PORTS))

export const origins = {
  application: `http://localhost:${ports.application}`,
  /** The same application with HOT_ROUTES=off. */
  throughNext: `http://localhost:${ports.throughNext}`,
  /** `npm run serve` behind a proxy that ends TLS; the browser is told where this host is. */
  production: `https://latchkey.test:${ports.proxy}`,
  simulator: `http://localhost:${ports.simulator}`,
}
