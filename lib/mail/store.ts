import { v7 as uuidv7 } from 'uuid'
import { type Db, db, pool } from '@/lib/db'
import type { MailContent } from './templates'

export type OutgoingMail = MailContent & { id: string; recipient: string; attempts: number }

export async function createMail(
  on: Db,
  mail: MailContent & { recipient: string; template: string; locale: string },
): Promise<void> {
  await on.mail.create({ data: { id: uuidv7(), ...mail }, select: { id: true } })
}

/**
 * Takes the next due mail for as long as `leaseSeconds`: another worker passes it over meanwhile, and after a crash it
 * becomes due again.
 */
export async function claimMail({ leaseSeconds }: { leaseSeconds: number }): Promise<OutgoingMail | null> {
  const { rows } = await pool.query<OutgoingMail>({
    name: 'claim-mail',
    text: `UPDATE mails SET attempts = attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $1)
            WHERE id = (SELECT id FROM mails WHERE state = 'queued' AND next_attempt_at <= clock_timestamp()
                         ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, recipient, subject, text, html, attempts`,
    values: [leaseSeconds],
  })
  return rows[0] ?? null
}

type Attempt = Pick<OutgoingMail, 'id' | 'attempts'>

// A worker that was held up past its lease has nothing to say any more: another one has the mail.
const stillOurs = ({ id, attempts }: Attempt) => ({ id, attempts, state: 'queued' as const })

/** Marks a mail as sent; its body, which may hold a secret link, goes unless `keepBody`. */
export async function markSent(mail: Attempt, { keepBody, now }: { keepBody: boolean; now: Date }): Promise<void> {
  const body = keepBody ? {} : { text: '', html: '' }
  await db.mail.updateMany({
    where: stillOurs(mail),
    data: { state: 'sent', sentAt: now, lastError: null, ...body },
  })
}

/** Puts a mail off, or gives it up; its body stays, for the next attempt or for the staff. */
export async function markFailed(
  mail: Attempt,
  { error, retryAt, now }: { error: string; retryAt: Date | null; now: Date },
): Promise<void> {
  const next = retryAt ? { nextAttemptAt: retryAt } : { state: 'dead' as const, givenUpAt: now }
  await db.mail.updateMany({ where: stillOurs(mail), data: { lastError: error, ...next } })
}

export function listMails(limit: number) {
  return db.mail.findMany({
    orderBy: { createdAt: 'desc' },
    take: limit,
    select: { id: true, recipient: true, subject: true, createdAt: true, state: true },
  })
}

export function findMail(id: string) {
  return db.mail.findUnique({
    where: { id },
    select: {
      id: true,
      recipient: true,
      subject: true,
      createdAt: true,
      state: true,
      text: true,
      html: true,
      locale: true,
    },
  })
}

export function countQueued(): Promise<number> {
  return db.mail.count({ where: { state: 'queued' } })
}
