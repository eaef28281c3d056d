import { setTimeout as sleep } from 'node:timers/promises'
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose'
import { processWide } from '@/lib/process-wide'
import { sharedByExchanges } from './exchange-deadline'
import { providerFetch } from './provider-fetch'

const MAX_AGE_MS = 10 * 60_000
const COOL_DOWN_MS = 30_000
const PAUSE_MS = 2_000

const keySets = processWide('provider-keys', () => new Map<string, JWTVerifyGetKey>())

/** The provider's signing keys, fetched when needed and shared by the process. */
export function providerKeys(jwksUri: string): JWTVerifyGetKey {
  const known = keySets.get(jwksUri)
  if (known) return known
  const made = createProviderKeys(jwksUri)
  keySets.set(jwksUri, made)
  return made
}

/**
 * Makes a key finder that fetches once more for an unknown `kid`, then not again until the cool-down is over: a flood
 * of invented ones costs one request, which all who came meanwhile wait for. The cool-down starts with that extra fetch,
 * so that a key rotated just after an ordinary one is found at once.
 */
export function createProviderKeys(jwksUri: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: providerFetch,
    cacheMaxAge: MAX_AGE_MS,
    cooldownDuration: Number.POSITIVE_INFINITY,
  })
  let refetchedAt = Number.NEGATIVE_INFINITY
  const fetchKeys = oneAtATime(pausingAfterFailure(keys.reload))
  const refetchKeys = oneAtATime(async () => {
    await fetchKeys()
    refetchedAt = performance.now()
  })
  const find: JWTVerifyGetKey = async (header, token) => {
    if (!keys.fresh) await fetchKeys()
    try {
      return await keys(header, token)
    } catch (error) {
      const isCoolingDown = performance.now() - refetchedAt < COOL_DOWN_MS
      if (!(error instanceof errors.JWKSNoMatchingKey) || isCoolingDown) throw error
      await refetchKeys()
      return keys(header, token)
    }
  }
  return (header, token) => sharedByExchanges(jwksUri, async () => find(header, token))
}

type Fetch = () => Promise<void>

function oneAtATime(run: Fetch): Fetch {
  let running: Promise<void> | undefined
  return () => {
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }
}

// Whoever comes in the pause waits for its end and is not refused: their key may be there by then.
function pausingAfterFailure(run: Fetch): Fetch {
  let failedAt = Number.NEGATIVE_INFINITY
  return async () => {
    const pauseMs = failedAt + PAUSE_MS - performance.now()
    if (pauseMs > 0) await sleep(pauseMs)
    try {
      await run()
    } catch (error) {
      failedAt = performance.now()
      throw error
    }
  }
}
