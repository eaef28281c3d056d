import { setTimeout as sleep } from 'node:timers/promises'
import { type Family, makeFamilies } from '../families'
import type { Variant } from '../servers'
import type { Pair } from './pair'

const IN_FLIGHT = 8
// Longer than a poll takes to come round, so that no session ends at the same moment of it as the one before.
const PAUSE_MS = 500
const ASK_EVERY_MS = 10
const GIVE_UP_MS = 10_000

/**
 * Ends sessions on one process and asks the other for each until it refuses.
 * @returns milliseconds from the answer to the last question that was still answered with yes, one per session
 */
export async function measureRevocations(pair: Pair, times: number): Promise<number[]> {
  const families = await makeFamilies(times)
  const found: number[] = []
  const work = async () => {
    for (let family = families.pop(); family; family = families.pop()) {
      await sleep(Math.random() * PAUSE_MS)
      found.push(await measureOne(pair, family))
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work))
  return found
}

async function measureOne({ here, there }: Pair, { refresh }: Family): Promise<number> {
  const { access, refresh: successor } = await renew(here, refresh)
  if ((await post(there, 'token/verify/', { token: access })).status !== 200) throw new Error('A new token is refused')
  await requireOk(await post(here, 'token/blacklist/', { refresh: successor }))
  return measureAcceptance(there, access)
}

async function measureAcceptance(server: Variant, token: string): Promise<number> {
  const endedAt = performance.now()
  let acceptedAt = endedAt
  while (performance.now() - endedAt < GIVE_UP_MS) {
    const sentAt = performance.now()
    const { status } = await post(server, 'token/verify/', { token })
    if (status === 401) return acceptedAt - endedAt
    if (status === 200) acceptedAt = sentAt
    await sleep(ASK_EVERY_MS)
  }
  throw new Error('A token of an ended session is never refused')
}

async function renew(server: Variant, refresh: string): Promise<{ access: string; refresh: string }> {
  return (await requireOk(await post(server, 'token/refresh/', { refresh }))).json()
}

async function requireOk(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url} answers ${answer.status}`)
  return answer
}

function post({ port }: Variant, path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  return fetch(`http://localhost:${port}/accounts/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}
