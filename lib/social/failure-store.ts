import { db } from '@/lib/db'
import { Prisma } from '@/prisma/generated/client'

export type FailureRow = { at: Date; reason: string; data: unknown; userAgent: string }

/** Sign-ins at a provider that failed, the latest first; by the index on the audit events that have an id. */
export function findFailures({
  incident,
  limit,
}: {
  incident?: string | undefined
  limit: number
}): Promise<FailureRow[]> {
  const isThisOne = incident === undefined ? Prisma.empty : Prisma.sql`AND data->>'incident' = ${incident}`
  return db.$queryRaw<FailureRow[]>`
    SELECT at, coalesce(reason, '') AS reason, data, user_agent AS "userAgent" FROM audit_events
    WHERE data ? 'incident' ${isThisOne} ORDER BY at DESC LIMIT ${limit}`
}
