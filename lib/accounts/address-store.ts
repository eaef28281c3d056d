import { v7 as uuidv7 } from 'uuid'
import { type Db, db } from '@/lib/db'

/** A proved address of a person; exactly one is the main one. */
export type Address = { email: string; verifiedAt: Date | null }

/**
 * Writes into the ledger that this person proved an address.
 * @returns false when it is somebody else's, also by a proof at the same moment
 */
export async function claimAddress(
  on: Db,
  { userId, email, now }: { userId: string; email: string; now: Date },
): Promise<boolean> {
  const claimed = await on.$executeRaw`
    INSERT INTO email_addresses (id, user_id, email, verified_at) VALUES (${uuidv7()}::uuid, ${userId}::uuid, ${email}, ${now})
    ON CONFLICT (email) DO UPDATE SET verified_at = coalesce(email_addresses.verified_at, excluded.verified_at)
     WHERE email_addresses.user_id = excluded.user_id`
  return claimed === 1
}

/** Takes an address out of the ledger; false when this person has not proved it. */
export async function releaseAddress(on: Db, { userId, email }: { userId: string; email: string }): Promise<boolean> {
  const { count } = await on.emailAddress.deleteMany({ where: { userId, email } })
  return count === 1
}

export function findAddresses(userId: string, on: Db = db): Promise<Address[]> {
  return on.emailAddress.findMany({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    select: { email: true, verifiedAt: true },
  })
}

export type LockedAddresses = { main: string; isMainProved: boolean; others: string[] }

/** Locks the person until the commit, so that of two changes of their addresses the second sees what the first left. */
export async function lockAddresses(on: Db, userId: string): Promise<LockedAddresses> {
  const [user] = await on.$queryRaw<{ main: string; isMainProved: boolean }[]>`
    SELECT email AS main, email_verified_at IS NOT NULL AS "isMainProved"
      FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const { main, isMainProved } = user ?? { main: '', isMainProved: false }
  const addresses = await findAddresses(userId, on)
  return { main, isMainProved, others: addresses.map(({ email }) => email).filter((email) => email !== main) }
}

export async function setMainAddress(
  on: Db,
  { userId, email, now }: { userId: string; email: string; now: Date },
): Promise<void> {
  await on.user.update({ where: { id: userId }, data: { email, emailVerifiedAt: now }, select: { id: true } })
}

/** Locks the account of a sign-up that holds an address without having proved it; it cannot be proved meanwhile. */
export async function lockPendingHolder(on: Db, email: string): Promise<{ id: string } | null> {
  const [holder] = await on.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM users WHERE email = ${email} AND email_verified_at IS NULL FOR UPDATE`
  return holder ?? null
}

export async function setHeldUntil(on: Db, { userId, until }: { userId: string; until: Date }): Promise<void> {
  await on.user.update({ where: { id: userId }, data: { heldUntil: until }, select: { id: true } })
}

/** Locks the person until the commit, so that a hold that is set at the same moment is seen. */
export async function lockHeldUntil(on: Db, userId: string): Promise<Date | null> {
  const [user] = await on.$queryRaw<{ heldUntil: Date | null }[]>`
    SELECT held_until AS "heldUntil" FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  return user?.heldUntil ?? null
}
