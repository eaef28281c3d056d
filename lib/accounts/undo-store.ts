import type { Db } from '@/lib/db'

export type OpenUndo = { id: string; data: unknown }

/** The offers to undo that were made with this one or after it, the latest first; they are used up with it. */
export async function takeUndosSince(
  tx: Db,
  { userId, tokenId, now }: { userId: string; tokenId: string; now: Date },
): Promise<OpenUndo[]> {
  const open = await tx.oneTimeToken.findMany({
    // A version 7 id tells the order in which they were made.
    where: { userId, purpose: 'undo', usedAt: null, id: { gte: tokenId } },
    orderBy: { id: 'desc' },
    select: { id: true, data: true },
  })
  const ids = open.map(({ id }) => id)
  await tx.oneTimeToken.updateMany({ where: { id: { in: ids } }, data: { usedAt: now, data: {} } })
  return open
}

export async function deleteIdentity(
  tx: Db,
  { userId, provider, subject }: { userId: string; provider: string; subject: string },
): Promise<void> {
  await tx.account.deleteMany({ where: { userId, provider, providerAccountId: subject } })
}

/** Links an identity again, unless somebody else has linked it since. */
export async function restoreIdentity(
  tx: Db,
  { userId, provider, subject, issuer }: { userId: string; provider: string; subject: string; issuer: string | null },
): Promise<void> {
  const identity = { userId, provider, providerAccountId: subject, issuer, type: 'oidc' }
  await tx.account.createMany({ data: identity, skipDuplicates: true })
}

export async function revokePersonalToken(tx: Db, tokenId: string, now: Date): Promise<void> {
  await tx.personalToken.updateMany({ where: { id: tokenId, revokedAt: null }, data: { revokedAt: now } })
}
