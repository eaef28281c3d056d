import { AsyncLocalStorage } from 'node:async_hooks'
import { processWide } from '@/lib/process-wide'
import { ProviderFault } from './provider-fault'

export const EXCHANGE_MS = 5_000

const deadlines = processWide('exchange-deadlines', () => new AsyncLocalStorage<AbortSignal | undefined>())

/** Gives all that a provider is asked in there five seconds together: a person waits for the sum of it. */
export function withinOneDeadline<T>(run: () => Promise<T>): Promise<T> {
  return deadlines.getStore() ? run() : deadlines.run(AbortSignal.timeout(EXCHANGE_MS), run)
}

/** The end of the exchange that this is part of, if it is part of one. */
export function exchangeDeadline(): AbortSignal | undefined {
  return deadlines.getStore()
}

/**
 * Runs what several exchanges wait for: the end of the one that came first does not cut it short for the others.
 *
 * @param url which is asked there
 * @throws ProviderFault too_slow: our own exchange is over before
 */
export async function sharedByExchanges<T>(url: string, run: () => Promise<T>): Promise<T> {
  const deadline = exchangeDeadline()
  const shared = deadlines.run(undefined, run)
  return deadline ? Promise.race([shared, endOf(deadline, url)]) : shared
}

function endOf(deadline: AbortSignal, url: string): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(tooSlow(url))
    if (deadline.aborted) end()
    else deadline.addEventListener('abort', end, { once: true })
  })
}

/** Names what was asked, without the query: faults are shown and kept. */
export function tooSlow(url: string): ProviderFault {
  const { host, pathname } = new URL(url)
  return new ProviderFault('too_slow', { host: host + pathname })
}
