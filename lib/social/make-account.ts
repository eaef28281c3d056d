import { offerUndo } from '@/lib/accounts/offer-undo'
import { recordAudit } from '@/lib/audit/record-audit'
import type { Db } from '@/lib/db'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import type { ProviderIdentity } from './provider'
import { providerName } from './providers'
import { createPerson } from './store'

type Newcomer = { identity: ProviderIdentity & { email: string }; client: Client; locale: 'ko' | 'en' }

/**
 * Makes the account of somebody whose address a provider vouches for. Where the provider does not manage the address,
 * whoever reads it is told, with a link that takes the provider away again: it may be mistaken.
 *
 * @returns the person's id
 */
export async function makeAccount(tx: Db, { identity, client, locale }: Newcomer, now: Date): Promise<string> {
  const { provider, subject, email: to } = identity
  const language = identity.locale ?? locale
  const userId = await createPerson(tx, { ...identity, locale: language }, now)
  await recordAudit(tx, { event: 'account.create', outcome: 'success', reason: provider, userId, client })
  if (identity.isAuthoritative) return userId
  const undoUrl = await offerUndo(tx, userId, { act: 'identity_linked', provider, subject }, now)
  const data = { provider: await providerName(provider, language, tx), undoUrl }
  await queueMail(tx, { to, template: 'account-made', locale: language, data })
  return userId
}
