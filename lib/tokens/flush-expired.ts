import { deleteExpired, type Expirable, expirables } from './expired-store'

export const FLUSH_BATCH = 1_000

export type Flushed = Record<Expirable, number>

/**
 * Deletes what has expired and is of no use to anybody any more, in small batches so that nobody waits for it; two at
 * once share the work. What still lives is never touched, nor is what tells a stolen token from an unknown one.
 *
 * @param onProgress called after each batch with how much of this kind is gone so far
 */
export async function flushExpired(
  onProgress: (kind: Expirable, count: number) => void = () => {},
  now: Date = new Date(),
): Promise<Flushed> {
  const flushed = Object.fromEntries(expirables.map((kind) => [kind, 0])) as Flushed
  for (const kind of expirables) {
    for (let count = FLUSH_BATCH; count === FLUSH_BATCH; onProgress(kind, flushed[kind])) {
      count = await deleteExpired(kind, { limit: FLUSH_BATCH, now })
      flushed[kind] += count
    }
  }
  return flushed
}
