import { pool } from '@/lib/db'
import type { JsonAnswer } from './json-reply'
import type { Handler } from './node-listener'

type Checks = {
  isStopping: () => boolean
  isFeedFresh: () => boolean
  areMigrationsApplied: () => Promise<boolean>
}

/**
 * `/healthz` says that the process runs, `/readyz` that it can serve: not stopping, database reached, migrations
 * applied, revocation feed loaded.
 */
export function healthRoutes(checks: Checks): (pathname: string) => Handler | undefined {
  const routes: Record<string, Handler> = {
    '/healthz': async () => healthAnswer(null),
    '/readyz': async () => healthAnswer(await findFailedCheck(checks)),
  }
  return (pathname) => (Object.hasOwn(routes, pathname) ? routes[pathname] : undefined)
}

function healthAnswer(failed: string | null): JsonAnswer {
  return {
    status: failed ? 503 : 200,
    headers: { 'content-type': 'application/json' },
    content: JSON.stringify(failed ? { status: 'unavailable', failed } : { status: 'ok' }),
  }
}

async function findFailedCheck({ isStopping, isFeedFresh, areMigrationsApplied }: Checks): Promise<string | null> {
  if (isStopping()) return 'stopping'
  if (!(await isDatabaseReachable())) return 'database'
  if (!(await succeeds(areMigrationsApplied))) return 'migrations'
  return isFeedFresh() ? null : 'revocation_feed'
}

export function isDatabaseReachable(): Promise<boolean> {
  return succeeds(() => pool.query('select 1'))
}

// Whatever keeps us from asking, the answer a load balancer needs is the same.
async function succeeds(check: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await check()) !== false
  } catch {
    return false
  }
}
