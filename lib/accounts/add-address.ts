import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { requireNoHold } from './account-hold'
import { claimAddress, findAddresses, lockAddresses } from './address-store'
import { becomeMain } from './change-addresses'
import type { CurrentUser } from './current-user'
import { dropPendingHolder } from './drop-pending-holder'
import { offerUndo } from './offer-undo'
import {
  consumeOneTimeToken,
  createOneTimeToken,
  discardOneTimeTokens,
  findOneTimeToken,
  type OneTimeToken,
} from './one-time-token-store'

const MAX_ADDRESSES = 10

type Person = Pick<CurrentUser, 'id' | 'email' | 'locale'>
const proofSchema = z.object({ email: z.string(), isMain: z.boolean() })
/** What a link from the mail to a new address is about. */
export type AddressProof = z.output<typeof proofSchema>
/** `keepSessionId`: the sign-in that goes on. */
type Proving = { user: Person; token: string; locale: string; keepSessionId?: string | undefined }

/**
 * Mails a link to an address that a person wants to have here, maybe as the main one; nothing changes before it is used.
 * Whether the address has an account already is not said. A risky act: the caller has required a recent sign-in.
 *
 * @throws AppError validation_failed: it is theirs already
 * @throws AppError account_held, address_limit, too_many_requests
 */
export async function requestAddress(
  { user, email, isMain, locale }: AddressProof & { user: Person; locale: string },
  client: Client,
  now: Date = new Date(),
): Promise<void> {
  await requireNoHold(user.id, now)
  const held = await findAddresses(user.id)
  if (held.some((address) => address.email === email))
    throw new AppError('validation_failed', { fields: { email: ['address_yours'] } })
  if (held.length >= MAX_ADDRESSES) throw new AppError('address_limit')
  await countAttempt({ act: 'mail', account: email, client })
  const secret = randomSecret()
  const expiresAt = secondsAfter(now, env.CONFIRM_EMAIL_SECONDS)
  await inTransaction(async (tx) => {
    const data = { email, isMain }
    await discardOneTimeTokens(tx, { purposes: ['add_address'], userId: user.id, now })
    await createOneTimeToken(tx, { purpose: 'add_address', userId: user.id, secret, data, expiresAt })
    const url = `${env.AUTH_URL}/security/addresses/confirm?token=${secret}`
    await queueMail(tx, { to: email, template: 'confirm-address', locale: user.locale ?? locale, data: { url } })
    await recordAudit(tx, { event: 'address.request', outcome: 'success', userId: user.id, client })
  })
}

/** What a link is good for in the hands of this person, without using it up; null when it is good for nothing. */
export async function findAddressProof(
  { userId, token }: { userId: string; token: string },
  now: Date = new Date(),
): Promise<AddressProof | null> {
  const found = await findOneTimeToken('add_address', token)
  return found && isOpenTo(userId, found, now) ? proofSchema.parse(found.data) : null
}

/**
 * Takes an address in, once the link that was mailed to it is used by the person who asked for it. A sign-up that never
 * proved the address gives way; the first proof decides. Where it becomes the main one the other sign-ins end.
 *
 * @throws AppError token_invalid: unknown, used, expired, superseded, or another person's
 * @throws AppError address_taken: somebody else proved it before
 * @throws AppError account_held
 */
export async function proveAddress(
  { user, token, locale, keepSessionId }: Proving,
  client: Client,
  now: Date = new Date(),
): Promise<AddressProof> {
  await countAttempt({ act: 'link', client })
  const proof = await findAddressProof({ userId: user.id, token }, now)
  if (!proof) throw new AppError('token_invalid')
  const afterCommit = await inTransaction(async (tx) => {
    const { main } = await lockAddresses(tx, user.id)
    await requireNoHold(user.id, now, tx)
    if (!(await consumeOneTimeToken(tx, { purpose: 'add_address', secret: token, now })))
      throw new AppError('token_invalid')
    const eviction = await dropPendingHolder(tx, { email: proof.email, client }, now)
    if (!(await claimAddress(tx, { userId: user.id, email: proof.email, now }))) throw new AppError('address_taken')
    const news = { user: { ...user, email: main }, proof, locale, keepSessionId, client }
    return [eviction, await tell(tx, news, now)]
  })
  for (const apply of afterCommit) apply()
  return proof
}

function isOpenTo(userId: string, token: OneTimeToken, now: Date): boolean {
  return token.userId === userId && !token.usedAt && token.expiresAt > now
}

type News = Omit<Proving, 'token'> & { proof: AddressProof; client: Client }

async function tell(tx: Db, { user, proof, locale, keepSessionId, client }: News, now: Date): Promise<() => void> {
  const { email, isMain } = proof
  const undoUrl = await offerUndo(tx, user.id, { act: 'address_added', email }, now)
  await recordAudit(tx, { event: 'address.add', outcome: 'success', userId: user.id, client })
  if (isMain) return becomeMain(tx, { user, email, undoUrl, locale, keepSessionId, client }, now)
  const data = { address: email, undoUrl }
  await queueMail(tx, { to: user.email, template: 'address-added', locale: user.locale ?? locale, data })
  return () => {}
}
