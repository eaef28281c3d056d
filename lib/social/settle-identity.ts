import { requireNoHold } from '@/lib/accounts/account-hold'
import { evictSquatter } from '@/lib/accounts/evict-squatter'
import { offerUndo } from '@/lib/accounts/offer-undo'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { decideLinking } from './linking-rules'
import { makeAccount } from './make-account'
import { replacePendingLink } from './pending-link-store'
import type { ProviderIdentity } from './provider'
import { providerName } from './providers'
import { createIdentity, giveToOwner, type LocalAccount, lockLocalAccount, touchIdentity } from './store'

/** Long enough for a mail that comes late. */
export const PENDING_LINK_SECONDS = 1_800

export type Arrival = {
  identity: ProviderIdentity
  /** When the provider says that it last asked the person, in epoch seconds. */
  authTime: number | null
  client: Client
  /** The language of the page, for mails to people who have not chosen one. */
  locale: 'ko' | 'en'
}

export type Settled =
  | { outcome: 'settled'; userId: string; afterCommit?: () => void }
  | { outcome: 'proof_needed' | 'address_needed'; pendingToken: string }

type Newcomer = Arrival & { identity: ProviderIdentity & { email: string } }
type Meeting = Newcomer & { local: LocalAccount }

/**
 * Finds whose account an identity opens, creating or linking it as the linking rules decide.
 *
 * @throws AppError provider_account_disabled: it leads to a disabled account
 * @throws AppError account_held: it would be linked, and a change was undone there a short time ago
 */
export async function settleIdentity(tx: Db, arrival: Arrival, now: Date): Promise<Settled> {
  const { identity } = arrival
  const knownUserId = await findKnown(tx, identity, now)
  if (knownUserId !== null) return { outcome: 'settled', userId: knownUserId }

  const email = identity.isEmailVerified ? identity.email : null
  const local = email === null ? null : await lockLocalAccount(tx, email, identity.provider)
  // Another request may have linked this very identity while this one waited for the account.
  const linkedUserId = local && (await findKnown(tx, identity, now))
  if (linkedUserId !== null) return { outcome: 'settled', userId: linkedUserId }
  const decision = decideLinking({ vouchedEmail: email, isAuthoritative: identity.isAuthoritative, local })
  if (email === null || decision === 'ask_for_address') return keepWaiting(tx, arrival, null, now)
  if (decision === 'refuse_disabled') throw new AppError('provider_account_disabled')
  const newcomer = { ...arrival, identity: { ...identity, email } }
  if (local === null) return { outcome: 'settled', userId: await makeAccount(tx, newcomer, now) }
  if (decision === 'ask_for_proof') return keepWaiting(tx, newcomer, local.id, now)
  if (decision === 'evict_and_link') return enterAsOwner(tx, { ...newcomer, local }, now)
  await linkIdentity(tx, { ...newcomer, account: local }, now)
  return { outcome: 'settled', userId: local.id }
}

async function findKnown(tx: Db, identity: ProviderIdentity, now: Date): Promise<string | null> {
  const known = await touchIdentity(tx, identity, now)
  if (known && !known.isActive) throw new AppError('provider_account_disabled')
  return known?.userId ?? null
}

async function keepWaiting(tx: Db, { identity }: Arrival, userId: string | null, now: Date): Promise<Settled> {
  const { isEmailVerified: _, isAuthoritative: __, ...waiting } = identity
  const pendingToken = randomSecret()
  const expiresAt = secondsAfter(now, PENDING_LINK_SECONDS)
  const pending = { ...waiting, userId, sessionId: null }
  await replacePendingLink(tx, pending, { hash: hashSecret(pendingToken), expiresAt })
  return { outcome: userId === null ? 'address_needed' : 'proof_needed', pendingToken }
}

// The account becomes that of the address which was vouched for. Its main one may be a stranger's: nobody proved that.
async function enterAsOwner(tx: Db, meeting: Meeting, now: Date): Promise<Settled> {
  const { identity, local, client, locale } = meeting
  const { id: userId } = local
  const { email, name } = identity
  const afterCommit = await evictSquatter(tx, { userId, client }, now)
  const language = identity.locale ?? locale
  await giveToOwner(tx, { userId, email, name, locale: language }, now)
  const data = { provider: await providerName(identity.provider, language, tx) }
  await queueMail(tx, { to: email, template: 'squatter-evicted', locale: language, data })
  await linkIdentity(tx, { ...meeting, account: { ...local, email, locale: language } }, now)
  return { outcome: 'settled', userId, afterCommit }
}

/**
 * Adds an identity to an account that has been proved, and tells its owner. A risky act, whoever does it.
 * @throws AppError account_held
 */
export async function linkIdentity(
  tx: Db,
  input: {
    identity: Pick<ProviderIdentity, 'provider' | 'subject' | 'issuer' | 'email' | 'tokens'>
    account: { id: string; email: string; locale: 'ko' | 'en' | null }
    client: Client
    locale: 'ko' | 'en'
  },
  now: Date,
): Promise<void> {
  const { identity, account, client } = input
  const { provider, subject } = identity
  await requireNoHold(account.id, now, tx)
  await createIdentity(tx, { ...identity, userId: account.id }, now)
  await recordAudit(tx, { event: 'identity.link', outcome: 'success', reason: provider, userId: account.id, client })
  const locale = account.locale ?? input.locale
  const undoUrl = await offerUndo(tx, account.id, { act: 'identity_linked', provider, subject }, now)
  await queueMail(tx, {
    to: account.email,
    template: 'provider-linked',
    locale,
    data: { provider: await providerName(provider, locale, tx), undoUrl },
  })
}
