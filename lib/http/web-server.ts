import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startMailRequestWorker } from '@/lib/accounts/answer-mail-requests'
import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import { jobs } from '@/lib/jobs/jobs'
import { startScheduler } from '@/lib/jobs/scheduler'
import { log } from '@/lib/log'
import { startMailWorker } from '@/lib/mail/mail-worker'
import { areMigrationsApplied } from '@/lib/migrations/find-pending-migrations'
import { isFeedFresh, startRevocationFeed, stopRevocationFeed } from '@/lib/sessions/revocation-feed'
import { findSignInBy } from '@/lib/web/find-sign-in-by'
import { prepareNext } from '@/lib/web/next-app'
import { healthRoutes, isDatabaseReachable } from './health'
import { findHotRoute } from './hot-routes'
import { closeGracefully, createHttpServer } from './http-server'
import { createServerListener } from './server-listener'
import { onStop } from './web-processes'

const GRACE_MS = 10_000
const LAST_MS = 2_000
const RETRY_MS = 1_000

/**
 * Serves until this process is told to stop; then takes nothing new and finishes what runs, within ten seconds.
 *
 * @param onReady called when it listens and knows every revocation that still matters
 */
export async function runWebServer(onReady: () => void): Promise<void> {
  let isStopping = false
  const server = await createWebServer(() => isStopping)
  await once(server.listen(env.PORT, env.HOST), 'listening')
  const workers = [startMailRequestWorker(), startMailWorker(), startScheduler(jobs)]
  void loadRevocations().then(onReady)

  await new Promise<void>((resolve) => onStop(resolve))
  isStopping = true
  await closeGracefully(server, GRACE_MS)
  stopRevocationFeed()
  const stopped = Promise.all(workers.map((worker) => worker.stop()))
  await Promise.race([stopped.then(() => pool.end()), sleep(LAST_MS)])
}

async function createWebServer(isStopping: () => boolean) {
  const app = await prepareNext()
  const isDev = env.LATCHKEY_DEV === 'on'
  const listener = createServerListener({
    findHotRoute,
    findHealth: healthRoutes({ isStopping, isFeedFresh, areMigrationsApplied }),
    answerByNext: (request, response) => app.answer(request, response),
    // A stale feed is no reason to refuse a page, which reads its session's row: it is the moment to ask.
    isDatabaseReachable: async () => isFeedFresh() || isDatabaseReachable(),
    findUserId: async (headers) => (await findSignInBy(headers))?.user.id ?? null,
    isPublicFile: publicFiles(),
    isStopping,
    isDev,
  })
  const isHttps = env.AUTH_URL.startsWith('https:')
  return createHttpServer(listener, { isHttps, ...(isDev && { onUpgrade: app.upgrade }) })
}

// Without the database the process waits, unready, rather than being restarted in a circle.
async function loadRevocations(): Promise<void> {
  for (;;) {
    try {
      return await startRevocationFeed()
    } catch (error) {
      log.error({ error }, 'the revocation feed cannot be loaded yet')
      await sleep(RETRY_MS)
    }
  }
}

/** Files whose answers may be cached: chunks named by their content, and what lies in public/. */
function publicFiles(): (pathname: string) => boolean {
  const directory = join(process.cwd(), 'public')
  const files = existsSync(directory) ? readdirSync(directory, { recursive: true, encoding: 'utf8' }) : []
  const names = new Set(files.map((name) => `/${name}`))
  return (pathname) => pathname.startsWith('/_next/static/') || names.has(pathname)
}
