import { encodePassword, matchesEncoded } from './encoded-password'

export type HashTask =
  | { kind: 'encode'; password: string; cost: number }
  | { kind: 'match'; candidates: string[]; encoded: string }

/** What a hash worker does with one task: the encoded password, or whether one of the candidates matches. */
export default async function runHashTask(task: HashTask): Promise<string | boolean> {
  if (task.kind === 'encode') return encodePassword(task.password, task.cost)
  for (const candidate of task.candidates) {
    if (await matchesEncoded(candidate, task.encoded)) return true
  }
  return false
}
