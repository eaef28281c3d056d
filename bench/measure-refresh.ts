import { makeFamilies } from './families'
import { postRequest, quantile, sendAll } from './load'
import type { Servers, Variant } from './servers'

const REPEATS = 10
const WARM_UPS = 1
const REQUESTS = 600
const CONNECTIONS = 8

/** Refreshes with rotation, each family once, in turns with the bare server that sends the same statement. */
export async function measureRefresh({ ours, rotation }: Servers): Promise<string[]> {
  const rates: number[] = []
  const bareRates: number[] = []
  for (let repeat = 0; repeat < WARM_UPS + REPEATS; repeat += 1) {
    const families = await makeFamilies(2 * REQUESTS)
    const own = families.slice(0, REQUESTS).map(({ refresh }) => ({ refresh }))
    const bare = families.slice(REQUESTS).map(({ jti }) => ({ jti }))
    const rounds = [
      async () => rates.push(await measureRound({ ...ours, path: '/accounts/token/refresh/' }, own)),
      async () => bareRates.push(await measureRound(rotation, bare)),
    ]
    // Each is first as often as the other: what the first leaves behind, the second pays for.
    for (const measure of repeat % 2 ? rounds : rounds.toReversed()) await measure()
  }
  const ratios = rates.map((rate, repeat) => rate / (bareRates[repeat] ?? Number.NaN))
  return [
    `| refresh with rotation, ${ours.name} | ${Math.round(quantile(rates.slice(WARM_UPS), 0.5))}/s |`,
    `| refresh to ${rotation.name} | ${(100 * quantile(ratios.slice(WARM_UPS), 0.5)).toFixed(0)} % |`,
  ]
}

async function measureRound({ name, path, port }: Variant, bodies: object[]): Promise<number> {
  const requests = bodies.map((body) => postRequest(port, path, body))
  const { perSecond, failures } = await sendAll(port, requests, CONNECTIONS)
  if (failures > 0) throw new Error(`${failures} of ${bodies.length} requests to ${name} failed`)
  return perSecond
}
