import { Client } from 'pg'
import { env } from '@/lib/env'

const RECONNECT_MS = 2_000

/**
 * Tells when another process has written to the revocation log, by LISTEN on a connection of its own. It makes the feed
 * faster and nothing depends on it: while the connection is away, the feed polls as it always does.
 */
export function listenForRevocations(onNews: () => void): { stop(): Promise<void> } {
  let client: Client | null = null
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  async function connect(): Promise<void> {
    const fresh = new Client({ connectionString: env.DATABASE_DIRECT_URL ?? env.DATABASE_URL })
    client = fresh
    fresh.on('notification', onNews)
    fresh.on('error', () => {})
    fresh.once('end', connectLater)
    await fresh.connect()
    await fresh.query('LISTEN revocations')
    // What was written while nobody listened.
    onNews()
  }
  function connectLater(): void {
    if (isStopped) return
    clearTimeout(timer)
    timer = setTimeout(tryToConnect, RECONNECT_MS).unref()
  }
  function tryToConnect(): void {
    connect().catch(() => {
      void client?.end().catch(() => {})
      connectLater()
    })
  }

  tryToConnect()
  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
