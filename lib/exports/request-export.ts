import { requireNoHold } from '@/lib/accounts/account-hold'
import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { GIVEN_UP } from './export-attempts'
import { type ExportState, findState, replaceRequest } from './export-store'

const DAY_SECONDS = 86_400
export const EXPORT_DAYS = 7

/**
 * Asks for everything that is held about a person; a job makes it and mails the link. A risky act: the caller has
 * required a recent sign-in.
 *
 * @throws AppError account_held
 * @throws AppError too_many_requests: asked for within the last day, and not given up
 */
export async function requestExport(
  { userId, locale }: { userId: string; locale: string },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  const request = { userId, locale, requestedAt: now, expiresAt: secondsAfter(now, EXPORT_DAYS * DAY_SECONDS) }
  await inTransaction(async (tx) => {
    await requireNoHold(userId, now, tx)
    if (!(await replaceRequest(tx, { ...request, notAfter: secondsAfter(now, -DAY_SECONDS), givenUp: GIVEN_UP })))
      throw new AppError('too_many_requests', { retryAfterSeconds: await findWait(tx, userId, now) })
    await recordAudit(tx, { event: 'account.request_export', outcome: 'success', userId, client })
  })
}

async function findWait(tx: Db, userId: string, now: Date): Promise<number> {
  const { requestedAt } = (await findState(userId, tx)) ?? { requestedAt: now }
  return Math.ceil((secondsAfter(requestedAt, DAY_SECONDS).getTime() - now.getTime()) / 1000)
}

/** The export of a person that was asked for last, and whether another may be asked for; null when there is none. */
export async function findExport(
  userId: string,
  now: Date = new Date(),
): Promise<(ExportState & { isGivenUp: boolean; isRepeatable: boolean }) | null> {
  const found = await findState(userId)
  if (!found || found.expiresAt <= now) return null
  const { attempts, ...state } = found
  const isGivenUp = state.madeAt === null && attempts >= GIVEN_UP
  return { ...state, isGivenUp, isRepeatable: isGivenUp || state.requestedAt <= secondsAfter(now, -DAY_SECONDS) }
}
