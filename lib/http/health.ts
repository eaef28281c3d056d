import { pool } from '@/lib/db'
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
    '/healthz': async () => Response.json({ status: 'ok' }),
    '/readyz': async () => {
      const failed = await findFailedCheck(checks)
      return Response.json(failed ? { status: 'unavailable', failed } : { status: 'ok' }, {
        status: failed ? 503 : 200,
      })
    },
  }
  return (pathname) => (Object.hasOwn(routes, pathname) ? routes[pathname] : undefined)
}

async function findFailedCheck({ isStopping, isFeedFresh, areMigrationsApplied }: Checks): Promise<string | null> {
  if (isStopping()) return 'stopping'
  try {
    await pool.query('select 1')
    if (!(await areMigrationsApplied())) return 'migrations'
  } catch {
    // Whatever keeps us from asking, the answer a load balancer needs is the same.
    return 'database'
  }
  return isFeedFresh() ? null : 'revocation_feed'
}
