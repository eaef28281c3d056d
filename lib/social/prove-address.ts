import { z } from 'zod'
import { createCode, spendCode, tryCode, wrongCode } from '@/lib/accounts/mailed-code'
import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import type { PendingLink } from './pending-link-store'
import type { ProviderIdentity } from './provider'
import { providerName } from './providers'
import { type ProviderSignIn, signInByProof } from './sign-in-with-provider'
import { findWaitingLink, takeWaitingLink } from './waiting-link'

const purpose = 'prove_address'
const dataSchema = z.object({ email: z.string(), pendingHash: z.string().optional() })

/** The identity that waits for an address; null when none does, or no longer. */
export async function findWaitingIdentity(
  pendingToken: string,
  now: Date = new Date(),
): Promise<Pick<PendingLink, 'provider' | 'email'> | null> {
  return findWaitingLink({ pendingToken, sessionId: null }, now)
}

type Asked = {
  pendingToken: string
  /** What the browser calls the waiting identity; it opens nothing, so that the link in the mail may say it. */
  offer: string
  email: string
  locale: 'ko' | 'en'
}

/**
 * Mails a code to the address that somebody says is theirs, whether it has an account or not.
 *
 * @returns a secret for the browser's cookie, without which the code opens nothing
 * @throws AppError token_invalid: no identity waits under this token
 * @throws AppError too_many_requests
 */
export async function requestAddressCode(
  { pendingToken, offer, email, locale }: Asked,
  client: Client,
  now: Date = new Date(),
): Promise<{ codeSecret: string }> {
  const pending = await findWaitingLink({ pendingToken, sessionId: null }, now)
  if (!pending) throw new AppError('token_invalid')
  await countAttempt({ act: 'mail', account: email, client })
  const codeSecret = randomSecret()
  const provider = await providerName(pending.provider, locale)
  await inTransaction(async (tx) => {
    const data = { email, pendingHash: hashSecret(pendingToken) }
    const token = { purpose, userId: null, browserHash: hashSecret(codeSecret), data } as const
    const code = await createCode(tx, token, now)
    await queueMail(tx, { to: email, template: 'prove-address', locale, data: { code, provider, offer } })
    await recordAudit(tx, { event: 'account.request_code', outcome: 'success', reason: purpose, client })
  })
  return { codeSecret }
}

type Typed = { pendingToken: string; code: string; codeSecret: string; locale: 'ko' | 'en' }

/**
 * Signs in the person behind a waiting identity by the code that came to their address: our own proof of the address
 * stands in for a provider's word, and the linking rules decide the rest. It does so for the identity alone that asked
 * for the code: in one browser others may wait, too (CVE-2026-9087).
 *
 * @throws AppError validation_failed: not the code that was sent for this identity, tried too often, used or expired
 * @throws AppError token_invalid: no identity waits under this token
 * @throws AppError too_many_requests, provider_account_disabled
 */
export async function proveAddress(
  { pendingToken, code, codeSecret, locale }: Typed,
  client: Client,
  now: Date = new Date(),
): Promise<ProviderSignIn> {
  const browserHash = hashSecret(codeSecret)
  const right = await tryCode({ purpose, browserHash, code }, client, now)
  const { email, pendingHash } = dataSchema.parse(right.data)
  const prove = async (tx: Db) => {
    if (!(await spendCode(tx, { purpose, browserHash }, now))) throw wrongCode()
    const pending = await takeWaitingLink(tx, { pendingToken, sessionId: null }, now)
    if (!pending) throw new AppError('token_invalid')
    if (pendingHash !== hashSecret(pendingToken)) throw wrongCode()
    return { identity: provedIdentity(pending, email), authTime: null, client, locale }
  }
  return signInByProof({ prove, client }, now)
}

function provedIdentity(
  { provider, subject, issuer, name, locale, tokens }: PendingLink,
  email: string,
): ProviderIdentity {
  return { provider, subject, issuer, name, locale, tokens, email, isEmailVerified: true, isAuthoritative: true }
}
