import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { testClient as client } from '@/lib/testing/api'
import { inCrowds } from '@/lib/testing/in-crowds'
import { configureProvider } from '@/lib/testing/providers'
import { type Combination, combinationsOf, writeTruthTable } from '@/lib/testing/truth-table'
import { findOrCreatePerson } from './find-or-create-person'
import { type ForeseenSignIn, foreseeSignIn } from './foresee-sign-in'
import { findLinkOffer } from './link-with-password'
import * as cells from './linking-cells.fixture'
import type { ProviderIdentity } from './provider'
import { signInWithProvider } from './sign-in-with-provider'

const { yesNo, words } = cells
const thousands = { timeout: 240_000 }

beforeAll(() => configureProvider('google'))

const knownColumns = {
  'issuer as before': yesNo,
  'its account': ['confirmed', 'not confirmed', 'disabled'],
  'address at the provider': ['its own', 'its own, a further one', 'another’s', 'nobody’s'],
  'provider’s word for it': words,
  password: yesNo,
  'change undone': yesNo,
} as const
type Known = Combination<typeof knownColumns>

// Only a confirmed account can prove a further address.
const knownTable = {
  columns: knownColumns,
  standIn: (cell: Known): Known =>
    cell['its account'] === 'not confirmed' && cell['address at the provider'] === 'its own, a further one'
      ? { ...cell, 'address at the provider': 'its own' }
      : cell,
}

const newColumns = {
  'provider’s word': words,
  'account with the address': ['none', 'not confirmed', 'confirmed', 'disabled'],
  'main or further address': ['main', 'further'],
  'linked to another there': yesNo,
  password: yesNo,
  'change undone': yesNo,
} as const
type New = Combination<typeof newColumns>

const nothing = { 'linked to another there': 'no', password: 'no', 'change undone': 'no' } as const
const newTable = {
  columns: newColumns,
  standIn(cell: New): New {
    const account = cell['account with the address']
    const main = { ...cell, 'main or further address': 'main' } as const
    if (account === 'none') return { ...main, ...nothing }
    return account === 'not confirmed' ? main : cell
  },
}

type Arranged = { identity: ProviderIdentity; userId: string | null }

async function arrangeKnown(cell: Known): Promise<Arranged> {
  const address = cell['address at the provider']
  const email = cells.newAddress()
  const isHeld = cell['change undone'] === 'yes'
  if (address === 'another’s') await cells.newAccount({ further: [email] })
  const identity = cells.newIdentity(email, cell['provider’s word for it'])
  const issuer = cell['issuer as before'] === 'yes' ? cells.ISSUER : cells.OLD_ISSUER
  const own = await cells.newAccount({
    ...{ isConfirmed: cell['its account'] !== 'not confirmed', isActive: cell['its account'] !== 'disabled', isHeld },
    ...{ hasPassword: cell.password === 'yes', identities: [{ subject: identity.subject, issuer }] },
    ...(address === 'its own, a further one' && { further: [email] }),
  })
  return { identity: address === 'its own' ? { ...identity, email: own.email } : identity, userId: own.id }
}

async function arrangeNew(cell: New): Promise<Arranged> {
  const [account, email] = [cell['account with the address'], cells.newAddress()]
  if (account === 'none') return { identity: cells.newIdentity(email, cell['provider’s word']), userId: null }
  const isFurther = cell['main or further address'] === 'further'
  const { id, email: main } = await cells.newAccount({
    ...{ isConfirmed: account !== 'not confirmed', isActive: account !== 'disabled' },
    ...{ hasPassword: cell.password === 'yes', isHeld: cell['change undone'] === 'yes' },
    ...{ identities: cell['linked to another there'] === 'yes' ? [{}] : [], further: isFurther ? [email] : [] },
  })
  return { identity: cells.newIdentity(isFurther ? email : main, cell['provider’s word']), userId: id }
}

/** What a sign-in does, by what it left behind. */
async function signIn({ identity, userId }: Arranged): Promise<string> {
  const before = await cells.findOwner(identity)
  const arrival = { identity, authTime: null, client, locale: 'en' } as const
  const result = await signInWithProvider(arrival).catch(cells.refusal)
  const owner = await cells.findOwner(identity)
  if (typeof result === 'string') return owner === before ? result : `${result}, and links`
  if (result.outcome !== 'signed_in') {
    const asked = result.outcome === 'address_needed' ? 'an address, proved by a code' : await proofOf(result)
    return owner === null ? `asks for ${asked}` : `asks for ${asked}, and links`
  }
  expect(result.session.userId).toBe(owner)
  if (before !== null) return owner === before ? 'signs in' : 'moves it'
  if (userId === null) return 'makes the account'
  expect(owner).toBe(userId)
  const isEvicted = await db.auditEvent.count({ where: { userId, event: 'account.evict_squatter' } })
  return isEvicted ? 'wipes the account, then links' : 'links'
}

async function proofOf({ pendingToken }: { pendingToken: string }): Promise<string> {
  const offer = await findLinkOffer(pendingToken)
  const proofs = [...(offer?.hasPassword ? ['password'] : []), ...(offer?.isCodeEnough ? ['code'] : [])]
  return `proof (${proofs.join(', ') || 'another sign-in'})`
}

/** What an API client that brings the identity gets. */
async function bring({ identity, userId }: Arranged): Promise<string> {
  const before = await cells.findOwner(identity)
  const result = await findOrCreatePerson({ identity, client, locale: 'en' }).catch(cells.refusal)
  const owner = await cells.findOwner(identity)
  if (typeof result === 'string') return owner === before ? result : `${result}, and links`
  expect(result.userId).toBe(owner)
  if (before !== null) return owner === before ? 'signs in' : 'moves it'
  return owner === userId ? 'links' : 'makes the account'
}

const foreseen: Record<ForeseenSignIn, RegExp> = {
  known: /^signs in$/,
  create: /^makes the account$/,
  link: /^links$/,
  evict_and_link: /^wipes the account, then links$/,
  ask_for_proof: /^asks for proof \(.+\)$/,
  ask_for_address: /^asks for an address, proved by a code$/,
  refuse_disabled: /^refused: provider_account_disabled$/,
  refuse_other_issuer: /^refused: issuer_changed$/,
  refuse_held: /^refused: account_held$/,
}

/** Everything that the database holds. */
async function snapshot(): Promise<unknown> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`
  const digest = ({ name }: { name: string }) =>
    db.$queryRawUnsafe(`SELECT '${name}', count(*)::int, md5(string_agg(t::text, '' ORDER BY t::text)) FROM ${name} t`)
  return inCrowds(tables, digest)
}

/** Signs in everybody, after a trial of each, which changes nothing and says what then happens. */
async function signInAll(arranged: Arranged[]): Promise<string[]> {
  const before = await snapshot()
  const said = await inCrowds(arranged, ({ identity }) => foreseeSignIn(identity))
  expect(await snapshot()).toEqual(before)
  const done = await inCrowds(arranged, signIn)
  for (const [index, foretold] of said.entries()) expect(done[index]).toMatch(foreseen[foretold])
  return done
}

test(
  'an identity that is linked here opens what is written, by our pages and for an API client',
  thousands,
  async () => {
    const arranged = await inCrowds(combinationsOf(knownTable), arrangeKnown)
    const done = await signInAll(arranged)
    expect(writeTruthTable(knownTable, done)).toBe(cells.tableUnder('One that is linked here'))
    expect(await inCrowds(arranged, bring)).toEqual(done)
  },
)

test('a sign-in by an identity that is new here does what is written', thousands, async () => {
  const done = await signInAll(await inCrowds(combinationsOf(newTable), arrangeNew))
  expect(writeTruthTable(newTable, done)).toBe(cells.tableUnder('A new one, and nobody is signed in'))
})

test('an API client that brings an identity that is new here gets what is written', thousands, async () => {
  const done = await inCrowds(await inCrowds(combinationsOf(newTable), arrangeNew), bring)
  expect(writeTruthTable(newTable, done)).toBe(cells.tableUnder('A new one, brought by an API client'))
})
