import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { type Db, db } from '@/lib/db'
import { keptTokensSchema } from './kept-tokens'

const purpose = 'link_identity'
const dataSchema = z.object({
  provider: z.string(),
  subject: z.string(),
  issuer: z.string(),
  /** What the provider said; vouched for or not. */
  email: z.string().nullable(),
  name: z.string().default(''),
  locale: z.enum(['ko', 'en']).nullable().default(null),
  tokens: keptTokensSchema.nullish(),
  /** The session that asked for it itself; then only that one may say yes. */
  sessionId: z.string().nullable().default(null),
})

/** An identity that waits until the person has proved an account to link it to, or an address of theirs. */
export type PendingLink = z.output<typeof dataSchema> & {
  /** The account that has the address; null where no address was vouched for. */
  userId: string | null
}

type Row = { userId: string | null; data: unknown }

/** Stores a pending link; an older one for the same account waits no longer. */
export async function replacePendingLink(
  tx: Db,
  { userId, ...data }: PendingLink,
  { hash, expiresAt }: { hash: string; expiresAt: Date },
): Promise<void> {
  if (userId !== null) await tx.oneTimeToken.deleteMany({ where: { userId, purpose, usedAt: null } })
  await tx.oneTimeToken.create({ data: { id: uuidv7(), purpose, userId, hash, data, expiresAt }, select: { id: true } })
}

export async function findPendingLink(hash: string, now: Date, on: Db = db): Promise<PendingLink | null> {
  const open = { hash, purpose, usedAt: null, expiresAt: { gt: now } }
  return toPendingLink(await on.oneTimeToken.findUnique({ where: open, select: { userId: true, data: true } }))
}

/** Uses a pending link up, once; null when it was used, has expired or never was. */
export async function consumePendingLink(tx: Db, hash: string, now: Date): Promise<PendingLink | null> {
  const pending = await findPendingLink(hash, now, tx)
  // What it carried, maybe a provider's tokens, is of use to nobody any more.
  const used = { where: { hash, purpose, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now, data: {} } }
  const { count } = await tx.oneTimeToken.updateMany(used)
  return count === 1 ? pending : null
}

function toPendingLink(row: Row | null): PendingLink | null {
  return row && { ...dataSchema.parse(row.data), userId: row.userId }
}
