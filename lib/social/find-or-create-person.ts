import type { Locale } from '@/lib/accounts/schemas'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { makeAccount } from './make-account'
import type { ProviderIdentity } from './provider'
import { lockLocalAccount, touchIdentity } from './store'

/**
 * Finds the person an identity belongs to, or makes one. An address that has an account is never linked here, whatever
 * the provider says: an API client cannot ask its owner for proof.
 *
 * @throws AppError conflict: new here, and the address has an account
 * @throws AppError provider_email_unusable: new here, and the provider vouches for no address
 * @throws AppError provider_account_disabled
 */
export function findOrCreatePerson(
  { identity, client, locale }: { identity: ProviderIdentity; client: Client; locale: Locale },
  now: Date = new Date(),
): Promise<{ userId: string }> {
  return inTransaction(async (tx) => {
    const known = await touchIdentity(tx, identity, now)
    if (known && !known.isActive) throw new AppError('provider_account_disabled')
    if (known) return { userId: known.userId }
    const { email, isEmailVerified, provider } = identity
    if (email === null || !isEmailVerified) throw new AppError('provider_email_unusable')
    if (await lockLocalAccount(tx, email, provider)) throw new AppError('conflict')
    return { userId: await makeAccount(tx, { identity: { ...identity, email }, client, locale }, now) }
  })
}
