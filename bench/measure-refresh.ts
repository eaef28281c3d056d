import { makeFamilies } from './families'
import { postRequest, quantile, sendAll } from './load'
import type { Servers, Variant } from './servers'

const REPEATS = 9
const REQUESTS = 600
const CONNECTIONS = 8

/** Refreshes with rotation, each family once, in turns with the bare server that sends the same statement. */
export async function measureRefresh({ ours, rotation }: Servers): Promise<string[]> {
  const ratios: number[] = []
  const rates: number[] = []
  for (let repeat = -1; repeat < REPEATS; repeat += 1) {
    const families = await makeFamilies(2 * REQUESTS)
    const own = families.slice(0, REQUESTS).map(({ refresh }) => ({ refresh }))
    const bare = families.slice(REQUESTS).map(({ jti }) => ({ jti }))
    const rate = await measureRound({ ...ours, path: '/accounts/token/refresh/' }, own)
    const bareRate = await measureRound(rotation, bare)
    if (repeat < 0) continue
    rates.push(rate)
    ratios.push(rate / bareRate)
  }
  return [
    `| refresh with rotation, ${ours.name} | ${Math.round(quantile(rates, 0.5))}/s |`,
    `| refresh to ${rotation.name} | ${(100 * quantile(ratios, 0.5)).toFixed(0)} % |`,
  ]
}

async function measureRound({ name, path, port }: Variant, bodies: object[]): Promise<number> {
  const requests = bodies.map((body) => postRequest(port, path, body))
  const { perSecond, failures } = await sendAll(port, requests, CONNECTIONS)
  if (failures > 0) throw new Error(`${failures} of ${bodies.length} requests to ${name} failed`)
  return perSecond
}
