import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, db, inTransaction } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import { AppError } from '@/lib/errors'
import { countAttempt, forgetFailures } from '@/lib/limits/count-attempt'
import { verifyPassword } from '@/lib/passwords/hash-password'
import type { Client } from '@/lib/sessions/client'
import { type Confirmation, isSameBrowser, parseConfirmation } from './email-confirmation'
import { tryCode, wrongCode } from './mailed-code'
import { consumeHashedToken, consumeOneTimeToken, discardOneTimeTokens, findOneTimeToken } from './one-time-token-store'
import { verifyUser } from './store'

type ConfirmEmailInput = {
  token: string
  signUpSecret?: string | undefined
  password?: string | undefined
  /** An API client asks; good for the sign-ups of API clients only, which have no browser to come back to. */
  isByApi?: boolean
}

/**
 * Confirms an address with the link from the mail; the password of that very sign-up becomes the account's.
 * In another browser than the one that signed up, that password is asked for: else somebody who signed up with a
 * stranger's address would get an account which the stranger opens for him.
 *
 * @throws AppError token_invalid: unknown, used, expired, or the address was confirmed by another link or by a code
 * @throws AppError bad_credentials: another browser, and not the password chosen at sign-up
 */
export async function confirmEmail(
  { token, signUpSecret, password, isByApi = false }: ConfirmEmailInput,
  client: Client,
  now: Date = new Date(),
): Promise<{ email: string }> {
  await countAttempt({ act: 'link', client })
  const found = await findOneTimeToken('confirm_email', token)
  if (!found?.userId || found.usedAt || found.expiresAt <= now) throw new AppError('token_invalid')
  const confirmation = parseConfirmation(found)
  const isAtHome = isByApi ? confirmation.isByApi : isSameBrowser(confirmation, signUpSecret)
  if (!isAtHome) await provePassword({ userId: found.userId, confirmation, password }, client)

  const use = (tx: Db) => consumeOneTimeToken(tx, { purpose: 'confirm_email', secret: token, now })
  return finish({ userId: found.userId, confirmation, use }, client, now)
}

/**
 * Confirms an address with the code from the mail, in the browser that signed up: for whoever reads mail elsewhere.
 *
 * @throws AppError validation_failed: not the code that was sent, or one that was tried too often, used or has expired
 */
export async function confirmEmailByCode(
  { code, signUpSecret }: { code: string; signUpSecret: string | undefined },
  client: Client,
  now: Date = new Date(),
): Promise<{ email: string }> {
  const hash = hashSecret(signUpSecret ?? '')
  const right = await tryCode({ purpose: 'confirm_code', browserHash: hash, code }, client, now)
  if (!right.userId) throw wrongCode()
  const use = (tx: Db) => consumeHashedToken(tx, { purpose: 'confirm_code', hash, now })
  return finish({ userId: right.userId, confirmation: parseConfirmation(right), use }, client, now)
}

type Finish = { userId: string; confirmation: Confirmation; use: (tx: Db) => Promise<unknown> }

async function finish({ userId, confirmation, use }: Finish, client: Client, now: Date): Promise<{ email: string }> {
  const { email, name, passwordHash } = confirmation
  await inTransaction(async (tx) => {
    const isUsed = (await use(tx)) !== null
    if (!isUsed || !(await verifyUser(tx, { userId, passwordHash, name, now }))) throw new AppError('token_invalid')
    await discardOneTimeTokens(tx, { purposes: ['confirm_email', 'confirm_code'], userId, now })
    await recordAudit(tx, { event: 'account.confirm_email', outcome: 'success', userId, client })
  })
  return { email }
}

type Proving = { userId: string; confirmation: Confirmation; password: string | undefined }

async function provePassword({ userId, confirmation, password }: Proving, client: Client): Promise<void> {
  const { email, passwordHash } = confirmation
  if (password === undefined) throw new AppError('validation_failed', { fields: { password: ['required'] } })
  await countAttempt({ act: 'password', account: email, client })
  if (!(await verifyPassword(password, passwordHash))) {
    const reason = 'bad_credentials'
    await recordAudit(db, { event: 'account.verify_password', outcome: 'refused', reason, userId, client })
    throw new AppError(reason)
  }
  await forgetFailures(email, client)
}
