import type { Seal } from './seal'
import { findSeals } from './seal-store'

/** The seals of the chain in their order, page by page, up to a position. */
export async function* walkSeals({ upTo, limit }: { upTo: bigint; limit: number }): AsyncGenerator<Seal[]> {
  for (let after = 0n; after < upTo; ) {
    const seals = await findSeals({ after, limit })
    const wanted = seals.filter(({ position }) => position <= upTo)
    if (wanted.length > 0) yield wanted
    const last = seals.at(-1)
    if (!last) return
    after = last.position
  }
}
