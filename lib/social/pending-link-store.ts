import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { type Db, db } from '@/lib/db'

const purpose = 'link_identity'
const dataSchema = z.object({ provider: z.string(), subject: z.string(), email: z.string(), isKept: z.boolean() })

/** An identity that waits until the person has proved the account it is to be linked to. */
export type PendingLink = z.output<typeof dataSchema> & { userId: string }

type Row = { userId: string | null; data: unknown }

/** Stores a pending link; an older one for the same account waits no longer. */
export async function replacePendingLink(
  tx: Db,
  { userId, ...data }: PendingLink,
  { hash, expiresAt }: { hash: string; expiresAt: Date },
): Promise<void> {
  await tx.oneTimeToken.deleteMany({ where: { userId, purpose, usedAt: null } })
  await tx.oneTimeToken.create({ data: { id: uuidv7(), purpose, userId, hash, data, expiresAt }, select: { id: true } })
}

export async function findPendingLink(hash: string, now: Date): Promise<PendingLink | null> {
  const open = { hash, purpose, usedAt: null, expiresAt: { gt: now } }
  return toPendingLink(await db.oneTimeToken.findUnique({ where: open, select: { userId: true, data: true } }))
}

/** Uses a pending link up, in one statement; null when it was used, has expired or never was. */
export async function consumePendingLink(tx: Db, hash: string, now: Date): Promise<PendingLink | null> {
  const [token] = await tx.oneTimeToken.updateManyAndReturn({
    where: { hash, purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
    select: { userId: true, data: true },
  })
  return toPendingLink(token ?? null)
}

function toPendingLink(row: Row | null): PendingLink | null {
  return row?.userId ? { ...dataSchema.parse(row.data), userId: row.userId } : null
}
