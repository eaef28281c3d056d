/** About a second in a browser: 32 768 hashes on average. */
export const PROOF_BITS = 15

// Each digest is a promise; asked for one after the other, most of the time would go by waiting.
const AT_ONCE = 256

/**
 * Finds a number that, appended to the challenge, gives a SHA-256 that begins with PROOF_BITS zero bits.
 * @returns the number; null when `signal` was aborted before
 */
export async function solveChallenge(challenge: string, signal?: AbortSignal): Promise<string | null> {
  for (let first = 0; !signal?.aborted; first += AT_ONCE) {
    const candidates = Array.from({ length: AT_ONCE }, (_, index) => String(first + index))
    const proofs = await Promise.all(candidates.map((candidate) => isSolution(challenge, candidate)))
    const found = candidates[proofs.indexOf(true)]
    if (found !== undefined) return found
  }
  return null
}

export async function isSolution(challenge: string, solution: string): Promise<boolean> {
  const text = new TextEncoder().encode(`${challenge}.${solution}`)
  const digest = new DataView(await crypto.subtle.digest('SHA-256', text))
  return digest.getUint32(0) >>> (32 - PROOF_BITS) === 0
}
