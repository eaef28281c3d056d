import { type Db, db } from '@/lib/db'

/** Locks every active owner until the commit, so that of two who leave at once the second sees that the first left. */
export async function lockActiveOwners(tx: Db): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM users WHERE role = 'owner' AND is_active ORDER BY id FOR NO KEY UPDATE`
  return rows.map(({ id }) => id)
}

/** Disables a person until the row is deleted for good; false when somebody was faster. */
export async function scheduleDeletion(tx: Db, { userId, at }: { userId: string; at: Date }): Promise<boolean> {
  const where = { id: userId, isActive: true }
  const { count } = await tx.user.updateMany({ where, data: { isActive: false, deletionAt: at } })
  return count === 1
}

/** Takes a deletion back; false when there is none, or no longer. */
export async function cancelDeletion(tx: Db, userId: string): Promise<boolean> {
  const where = { id: userId, deletionAt: { not: null } }
  const { count } = await tx.user.updateMany({ where, data: { isActive: true, deletionAt: null } })
  return count === 1
}

export async function findDeletionAt(userId: string): Promise<Date | null> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { deletionAt: true } })
  return user?.deletionAt ?? null
}

/** Locks somebody whose time to take the deletion back is over; of two jobs at once each gets another. */
export async function lockDuePerson(tx: Db, now: Date): Promise<string | null> {
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM users WHERE deletion_at <= ${now} AND NOT is_active
     ORDER BY deletion_at LIMIT 1 FOR UPDATE SKIP LOCKED`
  return due?.id ?? null
}

/** Deletes a person: what names them by address first, then the row, and with it every row that belongs to it. */
export async function eraseRows(tx: Db, userId: string): Promise<void> {
  await tx.$executeRaw`
    WITH addresses AS (
      SELECT email FROM users WHERE id = ${userId}::uuid
      UNION SELECT email FROM email_addresses WHERE user_id = ${userId}::uuid
    ), requests AS (DELETE FROM mail_requests WHERE email IN (SELECT email FROM addresses)),
    identities AS (SELECT provider, provider_account_id FROM accounts WHERE user_id = ${userId}::uuid),
    -- What waited for a proof belongs to nobody yet, and names whoever was to give it.
    waiting AS (
      DELETE FROM one_time_tokens
       WHERE user_id IS NULL AND (data->>'email' IN (SELECT email FROM addresses)
          OR (data->>'provider', data->>'subject') IN (SELECT provider, provider_account_id FROM identities))
    )
    DELETE FROM mails WHERE recipient IN (SELECT email FROM addresses)`
  await tx.user.delete({ where: { id: userId }, select: { id: true } })
}
