import { postRequest, quantile, sendAll } from './load'
import { processorSeconds } from './memory'
import { mintTokens } from './mint'
import type { Servers, Variant } from './servers'

const REPEATS = 15
const REQUESTS = 1_500
const CONNECTIONS = 16

type Compared = 'ours' | 'served' | 'bare' | 'next'
type Round = { perSecond: number; microseconds: number }

/** Sends tokens nobody has seen to one server after the other, again and again, and compares each round by itself. */
export async function measureVerify({ ours, served, bare, next }: Servers): Promise<string[]> {
  const rounds: Record<Compared, Round>[] = []
  // The first rounds warm up.
  for (let repeat = -2; repeat < REPEATS; repeat += 1) {
    const round = {
      ours: await measureRound(ours),
      served: await measureRound(served),
      bare: await measureRound(bare),
      next: await measureRound(next),
    }
    if (repeat >= 0) rounds.push(round)
  }
  const median = (pick: (round: (typeof rounds)[number]) => number) => quantile(rounds.map(pick), 0.5)
  const row = (name: Compared, title: string) => {
    const rate = Math.round(median((round) => round[name].perSecond))
    return `| verify, ${title} | ${rate}/s, ${median((round) => round[name].microseconds).toFixed(0)} µs of processor time each |`
  }
  return [
    row('ours', ours.name),
    row('served', served.name),
    row('bare', bare.name),
    row('next', next.name),
    `| one process to ${bare.name} | ${(100 * median(({ ours, bare }) => ours.perSecond / bare.perSecond)).toFixed(0)} % |`,
    `| as served to ${bare.name} | ${(100 * median(({ served, bare }) => served.perSecond / bare.perSecond)).toFixed(0)} % |`,
    `| one process to ${next.name} | ${median(({ ours, next }) => ours.perSecond / next.perSecond).toFixed(1)}x |`,
    `| as served to ${next.name} | ${median(({ served, next }) => served.perSecond / next.perSecond).toFixed(1)}x |`,
  ]
}

async function measureRound({ name, path, port, child }: Variant): Promise<Round> {
  const requests = (await mintTokens(REQUESTS)).map((token) => postRequest(port, path, { token }))
  const before = processorSeconds(child.pid ?? 0)
  const { perSecond, failures } = await sendAll(port, requests, CONNECTIONS)
  if (failures > 0) throw new Error(`${failures} of ${REQUESTS} requests to ${name} failed`)
  return { perSecond, microseconds: ((processorSeconds(child.pid ?? 0) - before) / REQUESTS) * 1e6 }
}
