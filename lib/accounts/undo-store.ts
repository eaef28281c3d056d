import { type Db, db } from '@/lib/db'

export type OpenUndo = { id: string; data: unknown; createdAt: Date }

const fields = { id: true, data: true, createdAt: true } as const

/** The offers to undo that are still open and were made before this moment, the latest first. */
export function findUndosBefore(userId: string, { before, now }: { before: Date; now: Date }): Promise<OpenUndo[]> {
  return db.oneTimeToken.findMany({
    where: { userId, purpose: 'undo', usedAt: null, expiresAt: { gt: now }, createdAt: { lt: before } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: fields,
  })
}

/** The offers to undo that were made at this moment or after it, or all that are open, the latest first; they are used up. */
export async function takeUndos(
  tx: Db,
  { userId, since, isAll, now }: { userId: string; since: Date; isAll: boolean; now: Date },
): Promise<OpenUndo[]> {
  const which = isAll
    ? { OR: [{ createdAt: { gte: since } }, { expiresAt: { gt: now } }] }
    : { createdAt: { gte: since } }
  const open = await tx.oneTimeToken.findMany({
    where: { userId, purpose: 'undo', usedAt: null, ...which },
    // Of two that one transaction made at the same moment the ids tell.
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: fields,
  })
  const ids = open.map(({ id }) => id)
  await tx.oneTimeToken.updateMany({ where: { id: { in: ids } }, data: { usedAt: now, data: {} } })
  return open
}

export async function removeLinkedIdentity(
  tx: Db,
  { userId, provider, subject }: { userId: string; provider: string; subject: string },
): Promise<void> {
  await tx.account.deleteMany({ where: { userId, provider, providerAccountId: subject } })
}

/** Whether it can still be undone that an identity was linked: then it may be the one of whoever should not have. */
export async function isLinkUndoable(
  tx: Db,
  { userId, provider, subject }: { userId: string; provider: string; subject: string },
  now: Date,
): Promise<boolean> {
  const isOfIt = [
    ...[{ data: { path: ['act'], equals: 'identity_linked' } }, { data: { path: ['provider'], equals: provider } }],
    { data: { path: ['subject'], equals: subject } },
  ]
  const where = { userId, purpose: 'undo', usedAt: null, expiresAt: { gt: now }, AND: isOfIt } as const
  return (await tx.oneTimeToken.count({ where })) > 0
}

/** Links an identity again, unless somebody else has linked it since. */
export async function restoreIdentity(
  tx: Db,
  { userId, provider, subject, issuer }: { userId: string; provider: string; subject: string; issuer: string | null },
): Promise<void> {
  const identity = { userId, provider, providerAccountId: subject, issuer, type: 'oidc' }
  await tx.account.createMany({ data: identity, skipDuplicates: true })
}

export async function voidPersonalToken(tx: Db, tokenId: string, now: Date): Promise<void> {
  await tx.personalToken.updateMany({ where: { id: tokenId, revokedAt: null }, data: { revokedAt: now } })
}
