import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { renderPicture } from './render-picture'
import type { Locale, ProfileInput } from './schemas'
import { findPictureBytes, saveLocale, saveProfile } from './store'

export function updateProfile(
  { userId, ...profile }: ProfileInput & { userId: string },
  client: Client,
): Promise<void> {
  return save({ userId, profile }, client)
}

/** Keeps the language a signed-in person chose with the switch. */
export function chooseLocale({ userId, locale }: { userId: string; locale: Locale }): Promise<void> {
  return saveLocale(userId, locale)
}

/**
 * Stores a profile picture, re-encoded by us.
 * @throws AppError picture_not_readable: not a picture we read, or too many pixels
 * @throws AppError too_many_requests, unavailable
 */
export async function replacePicture(
  { user, bytes }: { user: { id: string; email: string }; bytes: Uint8Array },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  await countAttempt({ act: 'picture', account: user.email, client })
  const picture = await renderPicture(bytes)
  await save({ userId: user.id, profile: { picture, pictureAt: now } }, client)
}

export function removePicture(userId: string, client: Client): Promise<void> {
  return save({ userId, profile: { picture: null, pictureAt: null } }, client)
}

type Change = { userId: string; profile: Parameters<typeof saveProfile>[2] }

function save({ userId, profile }: Change, client: Client): Promise<void> {
  return inTransaction(async (tx) => {
    await saveProfile(tx, userId, profile)
    await recordAudit(tx, { event: 'account.update_profile', outcome: 'success', userId, client })
  })
}

/** The person's picture as WebP, or null. */
export function findPicture(userId: string): Promise<{ bytes: Uint8Array; at: Date } | null> {
  return findPictureBytes(userId)
}
