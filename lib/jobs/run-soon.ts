import { makeJobDue } from './store'

/** Has the server run a job when it looks next, a moment from now, and not inside the request that asks for it. */
export function runSoon(name: 'flush-expired' | 'forget-provider-tokens'): Promise<void> {
  return makeJobDue(name)
}
