import type { Comparison } from './encoded-password'

const FORM =
  /^argon2(\$argon2(?:id|i|d)\$v=19\$m=(\d{1,6}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,86})$/
// Django takes 100 MiB, twice.
const MAX_KIB = 256 * 1024
const MAX_KIB_FILLED = 1024 * 1024
const MAX_LANES = 16
const MIN_KIB_PER_LANE = 8

/** `argon2$argon2id$v=19$m=…,t=…,p=…$salt$hash`, argon2i and argon2d too. */
export function readArgon2(encoded: string): Comparison | null {
  const [, hash, memory, time, parallelism] = FORM.exec(encoded) ?? []
  const [kib, passes, lanes] = [Number(memory), Number(time), Number(parallelism)]
  const isSound = passes >= 1 && lanes >= 1 && kib >= MIN_KIB_PER_LANE * lanes
  const isBearable = kib <= MAX_KIB && kib * passes <= MAX_KIB_FILLED && lanes <= MAX_LANES
  if (!hash || !isSound || !isBearable) return null
  return async (password) => {
    // Needed by few installations, and until the last such person has signed in.
    const { argon2Verify } = await import('hash-wasm')
    return argon2Verify({ password, hash })
  }
}
