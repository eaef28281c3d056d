import { type Db, db, pool } from '@/lib/db'
import type { MailState } from '@/prisma/generated/client'

export type ListedMail = NonNullable<Awaited<ReturnType<typeof findMailPage>>[number]>
export type MailQuery = { state: MailState | undefined; recipient: string | undefined; before: string | undefined }

/** One page of the outbox by key set, the newest mail first; bodies and links stay in the store. */
export function findMailPage({ state, recipient, before }: MailQuery, limit: number) {
  return db.mail.findMany({
    where: {
      ...(state && { state }),
      ...(recipient && { recipient }),
      ...(before && { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
    select: {
      ...{ id: true, recipient: true, template: true, state: true, attempts: true, nextAttemptAt: true },
      ...{ createdAt: true, sentAt: true, givenUpAt: true, lastError: true },
    },
  })
}

const deadWithBody = { state: 'dead' as const, text: { not: '' } }

/** Gives dead letters to the workers again, all or one; says how many. Those whose body is gone stay dead. */
export async function requeueDead(on: Db, { id, now }: { id?: string | undefined; now: Date }): Promise<number> {
  const { count } = await on.mail.updateMany({
    where: { ...deadWithBody, ...(id && { id }) },
    data: { state: 'queued', attempts: 0, nextAttemptAt: now, givenUpAt: null },
  })
  return count
}

export function countDeadWithBody(): Promise<number> {
  return db.mail.count({ where: deadWithBody })
}

/** Empties dead letters that were given up before a moment, a batch at a time; says how many. */
export async function emptyDeadMails({ before, limit }: { before: Date; limit: number }): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE mails SET text = '', html = '' WHERE id IN (
       SELECT id FROM mails WHERE state = 'dead' AND given_up_at <= $1 AND text <> '' LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [before, limit],
  )
  return rowCount ?? 0
}

/** How many mails wait, how many of them should have been tried a while ago, and how many were given up lately. */
export async function countOutbox(overdueBefore: Date): Promise<{ waiting: number; overdue: number; dead: number }> {
  const [waiting, overdue, dead] = await Promise.all([
    db.mail.count({ where: { state: 'queued' } }),
    db.mail.count({ where: { state: 'queued', nextAttemptAt: { lt: overdueBefore } } }),
    countDeadWithBody(),
  ])
  return { waiting, overdue, dead }
}
