import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import type { Client } from '@/lib/sessions/client'
import { renderPicture } from './render-picture'
import type { Locale, ProfileInput } from './schemas'
import { findPictureBytes, saveLocale, savePicture, saveProfile } from './store'

export async function updateProfile(
  { userId, ...profile }: ProfileInput & { userId: string },
  client: Client,
): Promise<void> {
  await inTransaction(async (tx) => {
    await saveProfile(tx, userId, profile)
    await recordAudit(tx, { event: 'account.update_profile', outcome: 'success', userId, client })
  })
}

/** Keeps the language a signed-in person chose with the switch. */
export function chooseLocale({ userId, locale }: { userId: string; locale: Locale }): Promise<void> {
  return saveLocale(userId, locale)
}

/**
 * Stores a profile picture, re-encoded by us.
 * @throws AppError picture_not_readable: not a picture we read, or too many pixels
 */
export async function replacePicture(
  { userId, bytes }: { userId: string; bytes: Uint8Array },
  now: Date = new Date(),
): Promise<void> {
  await savePicture(userId, await renderPicture(bytes), now)
}

export function removePicture(userId: string, now: Date = new Date()): Promise<void> {
  return savePicture(userId, null, now)
}

/** The person's picture as WebP, or null. */
export function findPicture(userId: string): Promise<{ bytes: Uint8Array; at: Date } | null> {
  return findPictureBytes(userId)
}
