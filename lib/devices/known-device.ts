import { createHash } from 'node:crypto'
import type { Db } from '@/lib/db'
import { addressBlock } from '@/lib/limits/address-block'
import type { Client } from '@/lib/sessions/client'
import { deleteDevices, findHolder, type Holder } from './store'

/** What tells a program, which keeps no cookie: its name and where it is. Never equal to the hash of a cookie's secret. */
export function programHash({ userAgent, ip }: Client): string {
  const traits = JSON.stringify(['program', userAgent, addressBlock(ip)])
  return createHash('sha256').update(traits).digest('hex')
}

/**
 * Whose an address is, and the device that asks, if that person has signed in on it before; null for all others, and for
 * whatever was made up.
 */
export function findHolderAndDevice(email: string, client: Client): Promise<Holder> {
  return findHolder(email, [...(client.deviceHashes ?? []), programHash(client)])
}

/** Forgets every device of a person, in the transaction that finds that somebody else may have signed in on one. */
export function forgetDevices(on: Db, userId: string): Promise<void> {
  return deleteDevices(on, userId)
}
