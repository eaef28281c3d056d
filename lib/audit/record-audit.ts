import type { Db } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'

export type AuditEvent = {
  /** Domain and act, for example `account.sign_in`. */
  event: string
  outcome: 'success' | 'failure' | 'refused'
  /** Why, as a code; mostly the AppError's. */
  reason?: string
  /** null where the same act may be somebody's: written out, so that both are one statement. */
  userId?: string | null
  sessionId?: string
  client: Client
  /** Ids and codes only: never a secret, never a name or an address of a person. */
  data?: Record<string, string | number | boolean | string[]>
}

/** Appends one audit event; `on` is the transaction of the act it tells of. */
export async function recordAudit(on: Db, { client, ...event }: AuditEvent): Promise<void> {
  const { ip, userAgent, requestId } = client
  await on.auditEvent.create({ data: { ...event, ip, userAgent, requestId }, select: { id: true } })
}
