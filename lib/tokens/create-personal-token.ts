import { requireNoHold } from '@/lib/accounts/account-hold'
import type { CurrentUser } from '@/lib/accounts/current-user'
import { offerUndo } from '@/lib/accounts/offer-undo'
import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { countAttempt } from '@/lib/limits/count-attempt'
import { queueMail } from '@/lib/mail/queue-mail'
import type { Client } from '@/lib/sessions/client'
import { secondsAfter } from '@/lib/sessions/session'
import { MAX_PERSONAL_TOKENS, makePersonalToken } from './personal-token'
import type { PersonalTokenScope } from './personal-token-scopes'
import { createToken } from './personal-token-store'

type NewToken = {
  user: Pick<CurrentUser, 'id' | 'email' | 'locale'>
  name: string
  scopes: PersonalTokenScope[]
  days: number
  locale: string
}

const DAY_SECONDS = 86_400

/**
 * Makes a token with which programs act for a person, and tells them by mail.
 * A risky act: the caller has required a recent sign-in.
 *
 * @returns the token, which exists nowhere else: only its hash is stored
 * @throws AppError personal_token_limit: they hold as many as one may
 * @throws AppError account_held, too_many_requests
 */
export async function createPersonalToken(
  { user, name, scopes, days, locale }: NewToken,
  client: Client,
  now: Date = new Date(),
): Promise<string> {
  await countAttempt({ act: 'personal_token', account: user.email, client })
  const token = makePersonalToken()
  const expiresAt = secondsAfter(now, days * DAY_SECONDS)
  await inTransaction(async (tx) => {
    const row = { userId: user.id, name, hash: hashSecret(token), scopes, createdAt: now, expiresAt }
    const created = await createToken(tx, row, MAX_PERSONAL_TOKENS)
    if (!created) throw new AppError('personal_token_limit')
    await requireNoHold(user.id, now, tx)
    const data = { personalTokenId: created.id, scopes, days }
    await recordAudit(tx, { event: 'personal_token.create', outcome: 'success', userId: user.id, client, data })
    const undoUrl = await offerUndo(tx, user.id, { act: 'personal_token', tokenId: created.id }, now)
    await queueMail(tx, {
      to: user.email,
      template: 'personal-token-created',
      locale: user.locale ?? locale,
      data: { scopes, days, undoUrl },
    })
  })
  return token
}
