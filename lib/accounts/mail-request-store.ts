import { v7 as uuidv7 } from 'uuid'
import { type Db, db } from '@/lib/db'
import type { Prisma } from '@/prisma/generated/client'

export type MailRequest = {
  id: string
  kind: string
  /** In canonical form, as somebody typed it; maybe nobody's. */
  email: string
  locale: string
  data: unknown
  attempts: number
}

export async function createMailRequest(
  on: Db,
  request: { kind: string; email: string; locale: string; data: Prisma.InputJsonObject },
): Promise<void> {
  await on.mailRequest.create({ data: { id: uuidv7(), ...request }, select: { id: true } })
}

/** Takes the next request that is due and keeps it from others until the commit, with which it is gone. */
export async function takeMailRequest(tx: Db): Promise<MailRequest | null> {
  const [request] = await tx.$queryRaw<MailRequest[]>`
    DELETE FROM mail_requests
     WHERE id = (SELECT id FROM mail_requests WHERE next_attempt_at <= clock_timestamp()
                  ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id::text, kind, email, locale, data, attempts`
  return request ?? null
}

/** Puts off a request that could not be answered. */
export async function postponeMailRequest(id: string, dueAt: Date): Promise<void> {
  await db.mailRequest.updateMany({ where: { id }, data: { attempts: { increment: 1 }, nextAttemptAt: dueAt } })
}

export async function dropMailRequest(id: string): Promise<void> {
  await db.mailRequest.deleteMany({ where: { id } })
}
