import { createClient, type RedisClientType } from '@redis/client'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { processWide } from '@/lib/process-wide'

const TIMEOUT_MS = 2_000
const MAX_RECONNECT_MS = 1_000
const MAX_WAITING = 1_000

/**
 * The one connection of this process to Redis or Valkey. While it cannot be reached, commands fail after two seconds, and
 * it connects again by itself.
 */
export function redis(): RedisClientType {
  return processWide('redis', () => {
    const client: RedisClientType = createClient({
      ...(env.REDIS_URL !== undefined && { url: env.REDIS_URL }),
      commandsQueueMaxLength: MAX_WAITING,
      commandOptions: { timeout: TIMEOUT_MS },
      socket: {
        connectTimeout: TIMEOUT_MS,
        reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, MAX_RECONNECT_MS),
      },
    })
    client.on('error', (error) => log.warn({ error }, 'Redis cannot be reached'))
    // What fails here is tried again, and was logged above.
    client.connect().catch(() => {})
    client.unref()
    return client
  })
}
