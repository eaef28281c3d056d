import { createClient } from '@redis/client'
import { env } from '@/lib/env'

const TIMEOUT_MS = 5_000

/**
 * Asks the server at REDIS_URL by a connection of its own what it is, such as `Redis 8.2.1`.
 * @throws what keeps it from being reached, at once and not after trying again
 */
export async function findRedisVersion(): Promise<string> {
  const socket = { connectTimeout: TIMEOUT_MS, reconnectStrategy: false } as const
  const options = { ...(env.REDIS_URL !== undefined && { url: env.REDIS_URL }), socket }
  const client = createClient({ ...options, commandOptions: { timeout: TIMEOUT_MS } })
  // The same error rejects what was asked.
  client.on('error', () => {})
  try {
    await client.connect()
    return versionIn(await client.info('server'))
  } finally {
    client.destroy()
  }
}

function versionIn(info: string): string {
  const valkey = /^valkey_version:(\S+)/m.exec(info)?.[1]
  const redis = /^redis_version:(\S+)/m.exec(info)?.[1]
  return valkey ? `Valkey ${valkey}` : `Redis ${redis}`
}
