import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKeys, type Key } from '@/lib/encryption'
import type { StoredEvent } from './seal-store'

export type Seal = { position: bigint; eventId: string; digest: string; keyId: string; sealedAt: Date }
export type Head = { position: bigint; digest: string; keyId: string; mac: string }

let keys: Key[] | undefined

function sealingKeys(): Key[] {
  keys ??= derivedKeys('audit seals')
  return keys
}

/** Seals an event behind the one before it. With the database alone nobody can: the key is in the environment. */
export function sealEvent(event: StoredEvent, after: Pick<Head, 'position' | 'digest'>, sealedAt: Date): Seal {
  const keyId = sealingKeys()[0]?.id ?? ''
  const place = { position: after.position + 1n, keyId, sealedAt }
  return { ...place, eventId: event.id, digest: digestOf(event, place, after.digest) }
}

export function isSealGood(seal: Seal, event: StoredEvent, previousDigest: string): boolean {
  return isSame(seal.digest, digestOf(event, seal, previousDigest))
}

/** Whether ENCRYPTION_KEYS still holds the key that this was sealed with. */
export function isKeyKnown({ keyId }: Pick<Seal, 'keyId'>): boolean {
  return sealingKeys().some(({ id }) => id === keyId)
}

/** The head of a chain that ends with this seal, signed with the present key. */
export function headAt({ position, digest }: Pick<Seal, 'position' | 'digest'>): Head {
  const keyId = sealingKeys()[0]?.id ?? ''
  return { position, digest, keyId, mac: macOf({ position, digest, keyId }) }
}

/** Whether we wrote this head; before the first seal there is nothing to write. */
export function isHeadGood(head: Head): boolean {
  return head.position === 0n || (isKeyKnown(head) && isSame(head.mac, macOf(head)))
}

/** How a head is written down outside the database, to be compared later. */
export function nameOf({ position, digest }: Pick<Head, 'position' | 'digest'>): string {
  return `${position}:${digest}`
}

type Place = Pick<Seal, 'position' | 'keyId' | 'sealedAt'>

function digestOf(event: StoredEvent, { position, keyId, sealedAt }: Place, previousDigest: string): string {
  return hmac(keyId, ['seal', String(position), previousDigest, sealedAt.toISOString(), canonical(event)])
}

function macOf({ position, digest, keyId }: Omit<Head, 'mac'>): string {
  return hmac(keyId, ['head', String(position), digest])
}

function hmac(keyId: string, parts: unknown[]): string {
  const key = sealingKeys().find(({ id }) => id === keyId)
  if (!key) throw new Error(`ENCRYPTION_KEYS lacks the key ${keyId}`)
  return createHmac('sha256', key.bytes).update(JSON.stringify(parts)).digest('hex')
}

/** The same for the same content, whatever the order of names; a column added later and empty changes nothing. */
function canonical(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, held]) => held !== null)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => [name, canonical(held)])
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
