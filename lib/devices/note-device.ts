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
  const { secret, hash } = await recognizeBrowser(on, { userId, client })
  await noteDevice(on, { userId, client, hash }, now)
  return secret
}

/** The same for a program: one that keeps cookies is known by a browser's, all others by their name and place. */
export async function noteProgram(on: Db, { userId, client }: SignedIn, now: Date): Promise<void> {
  await noteDevice(on, { userId, client, hash: await recognizeProgram(on, { userId, client }) }, now)
}

/**
 * Makes a browser known on which somebody has just proved who they are in another way than by signing in; whatever they
 * did there is told by a mail of its own.
 *
 * @returns as noteBrowser
 */
export async function trustBrowser(on: Db, { userId, client }: SignedIn, now: Date): Promise<string | null> {
  const { secret, hash } = await recognizeBrowser(on, { userId, client })
  await saveDevice(on, { userId, hash, now })
  return secret
}

/** The same for a program, which keeps no cookie. */
export async function trustProgram(on: Db, { userId, client }: SignedIn, now: Date): Promise<null> {
  await saveDevice(on, { userId, hash: await recognizeProgram(on, { userId, client }), now })
  return null
}

async function recognizeBrowser(
  on: Db,
  { userId, client }: SignedIn,
): Promise<{ secret: string | null; hash: string }> {
  const known = await findDeviceOf(on, userId, client.deviceHashes ?? [])
  if (known !== null) return { secret: null, hash: known }
  // A secret that the visitor brings along is never made a known one: somebody else may have put it there.
  const secret = randomSecret()
  return { secret, hash: hashSecret(secret) }
}

async function recognizeProgram(on: Db, { userId, client }: SignedIn): Promise<string> {
  return (await findDeviceOf(on, userId, client.deviceHashes ?? [])) ?? programHash(client)
}

async function noteDevice(on: Db, { userId, client, hash }: SignedIn & { hash: string }, now: Date): Promise<void> {
  const { wasKnown, isFirst } = await saveDevice(on, { userId, hash, now })
  if (wasKnown || isFirst) return
  const { email, locale } = await findRecipient(userId, on)
  const undoUrl = await offerUndo(on, userId, { act: 'new_device' }, now)
  const data = { device: describeDevice(client.userAgent), ip: client.ip, undoUrl }
  await queueMail(on, { to: email, template: 'new-device', locale: locale ?? 'en', data })
}
