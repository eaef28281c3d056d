import { postRequest, quantile, sendAll } from './load'
import { mintTokens } from './mint'
import type { Servers, Variant } from './servers'

const REPEATS = 15
const REQUESTS = 1_500
const TOKENS = 200
const CONNECTIONS = 16

/**
 * Sends tokens that were verified a moment ago, in turns with new ones to a plain Next route, and to a bare server that
 * checks nothing: faster than that no server could be.
 */
export async function measureRecalled({ ours, served, bare, next }: Servers): Promise<string[]> {
  const unchecked = { ...bare, path: '/unchecked' }
  const rounds: { ours: number; served: number; unchecked: number; next: number }[] = []
  for (let repeat = -1; repeat < REPEATS; repeat += 1) {
    const round = {
      ours: await measureRound(ours, { isKnown: true }),
      served: await measureRound(served, { isKnown: true }),
      unchecked: await measureRound(unchecked, { isKnown: false }),
      next: await measureRound(next, { isKnown: false }),
    }
    if (repeat >= 0) rounds.push(round)
  }
  const median = (pick: (round: (typeof rounds)[number]) => number) => quantile(rounds.map(pick), 0.5)
  return [
    `| verify again, ${ours.name} | ${Math.round(median((round) => round.ours))}/s |`,
    `| verify again, ${served.name} | ${Math.round(median((round) => round.served))}/s |`,
    `| no check at all, ${bare.name} | ${Math.round(median((round) => round.unchecked))}/s |`,
    `| verify again, one process to ${next.name} | ${median(({ ours, next }) => ours / next).toFixed(1)}x |`,
    `| verify again, as served to ${next.name} | ${median(({ served, next }) => served / next).toFixed(1)}x |`,
    `| no check at all, ${bare.name} to ${next.name} | ${median(({ unchecked, next }) => unchecked / next).toFixed(1)}x |`,
  ]
}

async function measureRound({ name, path, port }: Variant, { isKnown }: { isKnown: boolean }): Promise<number> {
  const tokens = await mintTokens(isKnown ? TOKENS : REQUESTS)
  const requests = tokens.map((token) => postRequest(port, path, { token }))
  // Twice over more connections than there are processes, so that each of them has seen each token.
  if (isKnown) for (let turn = 0; turn < 4; turn += 1) await sendAll(port, requests, CONNECTIONS)
  const again = Array.from({ length: REQUESTS }, (_, index) => requests[index % requests.length] as Buffer)
  const { perSecond, failures } = await sendAll(port, again, CONNECTIONS)
  if (failures > 0) throw new Error(`${failures} of ${REQUESTS} requests to ${name} failed`)
  return perSecond
}
