import { type Db, db } from '@/lib/db'

type Sighting = { userId: string; hash: string; now: Date }

/**
 * Notes that a device signed in, in one statement; says whether it was known, and whether it is the very first: no other
 * is known, none was forgotten since the person signed in last, nor because a change was undone.
 */
export async function saveDevice(
  on: Db,
  { userId, hash, now }: Sighting,
): Promise<{ wasKnown: boolean; isFirst: boolean }> {
  const [row] = await on.$queryRaw<{ wasKnown: boolean; isFirst: boolean }[]>`
    WITH earlier AS (SELECT hash FROM known_devices WHERE user_id = ${userId}::uuid),
         saved AS (INSERT INTO known_devices (user_id, hash, created_at, last_seen_at)
                   VALUES (${userId}::uuid, ${hash}, ${now}, ${now})
                   ON CONFLICT (user_id, hash) DO UPDATE SET last_seen_at = excluded.last_seen_at)
    SELECT EXISTS (SELECT 1 FROM earlier WHERE hash = ${hash}) AS "wasKnown",
           NOT EXISTS (SELECT 1 FROM earlier) AND last_login_at IS NULL AND held_until IS NULL AS "isFirst"
      FROM users WHERE id = ${userId}::uuid`
  return row ?? { wasKnown: false, isFirst: true }
}

/** The first of these devices that this person has signed in on. */
export async function findDeviceOf(on: Db, userId: string, hashes: string[]): Promise<string | null> {
  if (hashes.length === 0) return null
  const device = await on.knownDevice.findFirst({
    where: { userId, hash: { in: hashes } },
    select: { hash: true },
  })
  return device?.hash ?? null
}

export type Holder = {
  /** null: nobody's address */
  userId: string | null
  /** The main address of whoever has the one that was asked for. */
  email: string | null
  /** The device of theirs, of those asked for; null where there is none among them. */
  device: string | null
}

/** Whose an address is, and on which device of theirs; one query for every address, so that unknown ones cost the same. */
export async function findHolder(email: string, hashes: string[]): Promise<Holder> {
  const [row] = await db.$queryRaw<Holder[]>`
    SELECT holder.id::text AS "userId",
           (SELECT email FROM users WHERE id = holder.id) AS email,
           (SELECT hash FROM known_devices WHERE user_id = holder.id AND hash = ANY(${hashes}) LIMIT 1) AS device
      FROM (SELECT coalesce((SELECT user_id FROM email_addresses WHERE email = ${email}),
                            (SELECT id FROM users WHERE email = ${email})) AS id) AS holder`
  return row ?? { userId: null, email: null, device: null }
}

export async function deleteDevices(on: Db, userId: string): Promise<void> {
  await on.knownDevice.deleteMany({ where: { userId } })
}
