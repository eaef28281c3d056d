import { findRecipient } from '@/lib/accounts/find-recipient'
import { offerUndo } from '@/lib/accounts/offer-undo'
import type { Db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { describeDevice } from '@/lib/sessions/device'
import { programHash } from './known-device'
import { findDeviceOf, saveDevice } from './store'

type SignedIn = { userId: string; client: Client }

/**
 * Notes on which browser a person signs in, in the transaction of the sign-in. A mail tells of one that was not seen
 * before, unless it is the person's very first device.
 *
 * @returns the secret for the browser's cookie; null where the browser has one that is known for this person
 */
export async function noteBrowser(on: Db, { userId, client }: SignedIn, now: Date): Promise<string | null> {
  const known = await findDeviceOf(on, userId, client.deviceHashes ?? [])
  // A secret that the visitor brings along is never made a known one: somebody else may have put it there.
  const secret = known === null ? randomSecret() : null
  await noteDevice(on, { userId, client, hash: secret === null ? (known ?? '') : hashSecret(secret) }, now)
  return secret
}

/** The same for a program: one that keeps cookies is known by a browser's, all others by their name and place. */
export async function noteProgram(on: Db, { userId, client }: SignedIn, now: Date): Promise<void> {
  const known = await findDeviceOf(on, userId, client.deviceHashes ?? [])
  await noteDevice(on, { userId, client, hash: known ?? programHash(client) }, now)
}

async function noteDevice(on: Db, { userId, client, hash }: SignedIn & { hash: string }, now: Date): Promise<void> {
  const { wasKnown, hadDevices } = await saveDevice(on, { userId, hash, now })
  if (wasKnown || !hadDevices) return
  const { email, locale } = await findRecipient(userId, on)
  const undoUrl = await offerUndo(on, userId, { act: 'new_device' }, now)
  const data = { device: describeDevice(client.userAgent), ip: client.ip, undoUrl }
  await queueMail(on, { to: email, template: 'new-device', locale: locale ?? 'en', data })
}
