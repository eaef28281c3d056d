import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKeys, randomSecret } from '@/lib/encryption'
import type { Client } from '@/lib/sessions/client'
import { addressBlock } from './address-block'

export const CHALLENGE_SECONDS = 1_800

/** What a visitor has to solve: `issued at, in epoch milliseconds`.`id`.`signature`, good for their address only. */
export function makeChallenge(client: Client, now: Date = new Date()): string {
  const body = `${now.getTime()}.${randomSecret()}`
  const [key] = derivedKeys('sign-up challenge')
  if (!key) throw new Error('ENCRYPTION_KEYS is empty')
  return `${body}.${sign(body, client, key.bytes).toString('base64url')}`
}

/** When a challenge was made, and its id; null when it is not ours, expired, or another visitor's. */
export function openChallenge(challenge: string, client: Client, now: Date): { id: string; issuedAt: Date } | null {
  const [moment = '', id = '', signature = ''] = challenge.split('.')
  const given = Buffer.from(signature, 'base64url')
  const isOurs = derivedKeys('sign-up challenge').some(({ bytes }) => {
    const expected = sign(`${moment}.${id}`, client, bytes)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  const ageSeconds = (now.getTime() - Number(moment)) / 1_000
  return isOurs && ageSeconds >= 0 && ageSeconds <= CHALLENGE_SECONDS
    ? { id, issuedAt: new Date(Number(moment)) }
    : null
}

function sign(body: string, { ip }: Client, key: Buffer): Buffer {
  return createHmac('sha256', key)
    .update(`${body}.${addressBlock(ip)}`)
    .digest()
}
