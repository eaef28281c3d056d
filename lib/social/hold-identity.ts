import type { Db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import type { ProviderIdentity } from './provider'
import { touchIdentity } from './store'

/**
 * Makes sure, first thing in the transaction that opens a session, that an identity read a moment ago still opens this
 * account. An unlinking or an undoing that passes by in between ends only sessions that exist.
 *
 * @throws AppError provider_account_disabled: unlinked, or the person disabled, meanwhile
 */
export async function holdIdentity(
  tx: Db,
  { identity, userId }: { identity: ProviderIdentity; userId: string },
  now: Date,
): Promise<void> {
  const known = await touchIdentity(tx, identity, now)
  if (!known?.isActive || known.userId !== userId) throw new AppError('provider_account_disabled')
}
