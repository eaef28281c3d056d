import { findFaults } from './store'

/** What was wrong with the scheduled jobs when each last ran. */
export function listFaults(): Promise<{ name: string; fault: string }[]> {
  return findFaults()
}
