import { recordAudit } from '@/lib/audit/record-audit'
import { type Db, inTransaction } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { countAccount, countAddress, countBehindAddress } from '@/lib/limits/count-attempt'
import { type Proof, refuseInFlood, requireProofInFlood } from '@/lib/limits/sign-up-flood'
import { queueMail } from '@/lib/mail/queue-mail'
import { hashNewPassword } from '@/lib/passwords/hash-new-password'
import { checkPasswordPolicy } from '@/lib/passwords/password-policy'
import type { Client } from '@/lib/sessions/client'
import { pretendConfirmation, sendConfirmation } from './email-confirmation'
import { type CredentialUser, findUserByEmail, insertUser, replaceUnverified } from './store'

// So that the statements are the same where there is nobody to replace.
const NOBODY = '00000000-0000-0000-0000-000000000000'

type SignUpInput = { email: string; password: string; name: string; locale: string; isByApi?: boolean } & Proof

/**
 * Signs somebody up and mails a link to confirm the address. Known and unknown addresses get the same answer and cost
 * the same work; the owner of a known one is told by mail.
 *
 * @returns a secret for the browser's cookie: with it the link is confirmed by a button, without it by the password
 * @throws AppError validation_failed: the password is not good enough, with the reasons
 * @throws AppError proof_needed: in a flood of sign-ups, without the solution of a challenge
 * @throws AppError too_many_requests: also when the address was sent as many mails as it may be, whoever asked for them
 */
export async function signUp(
  input: SignUpInput,
  client: Client,
  now: Date = new Date(),
): Promise<{ signUpSecret: string }> {
  const { signUpSecret } = await signUpOrTell(input, client, now)
  return { signUpSecret }
}

/**
 * The same where addresses need not be confirmed, for clients that sign the person in at once.
 *
 * @throws AppError conflict: the address has an account
 * @throws AppError validation_failed: as signUp does
 */
export async function signUpAtOnce(
  input: SignUpInput,
  client: Client,
  now: Date = new Date(),
): Promise<CredentialUser> {
  const { created } = await signUpOrTell(input, client, now)
  if (!created) throw new AppError('conflict')
  return created
}

async function signUpOrTell(
  { email, password, name, locale, isByApi = false, ...proof }: SignUpInput,
  client: Client,
  now: Date,
) {
  const faults = checkPasswordPolicy(password, { email, name })
  if (faults.length > 0) throw new AppError('validation_failed', { fields: { password: faults } })
  await countSignUp({ email, isByApi, ...proof }, client, now)

  const passwordHash = await hashNewPassword(password)
  const signUpSecret = randomSecret()
  const browserHash = hashSecret(signUpSecret)
  const created = await inTransaction(async (tx) => {
    const newId = await insertUser({ email, passwordHash, emailVerifiedAt: null, name, locale }, tx)
    const user = await findUserByEmail(email, tx)
    const isNew = newId !== null
    // Somebody proved the address, or left it, while the insert waited for them.
    if (!user || (isNew && user.id !== newId)) throw new AppError('unavailable', { retryAfterSeconds: 1 })
    const isTold = !isNew && isInUse(user)
    const confirmation = { email, name, passwordHash, browserHash, isByApi }
    if (isTold) await tellOwner(tx, { user, locale, browserHash }, now)
    else await sendConfirmation(tx, { user, locale, confirmation, now })
    const reason = isNew ? 'new' : 'known'
    await recordAudit(tx, { event: 'account.sign_up', outcome: 'success', reason, userId: user.id, client })
    // Last, since it locks the row: a crowd of sign-ups for one address waits for this statement only.
    await replaceUnverified(tx, { userId: isTold ? NOBODY : user.id, passwordHash, name, locale })
    return isNew ? user : null
  })
  return { signUpSecret, created }
}

type Counted = { email: string; isByApi: boolean } & Proof

// What a flood refuses uses up neither what everybody shares nor what the named address has.
async function countSignUp({ email, isByApi, ...proof }: Counted, client: Client, now: Date): Promise<void> {
  await countAddress({ act: 'sign_up', client })
  await (isByApi ? refuseInFlood() : requireProofInFlood(proof, client, now))
  await countBehindAddress({ act: 'sign_up', account: email, client })
  await countAccount({ act: 'mail', account: email, client })
}

// Where the address need not be confirmed, an unconfirmed account may be in use: nobody else's sign-up may touch it.
function isInUse({ emailVerifiedAt, isActive }: CredentialUser): boolean {
  return emailVerifiedAt !== null || !isActive || env.EMAIL_VERIFICATION === 'optional'
}

type Told = { user: CredentialUser; locale: string; browserHash: string }

async function tellOwner(on: Db, { user, locale, browserHash }: Told, now: Date): Promise<void> {
  await pretendConfirmation(on, { email: user.email, browserHash }, now)
  const data = { url: `${env.AUTH_URL}/login` }
  const ownLocale = user.profile?.locale ?? locale
  await queueMail(on, { to: user.email, template: 'already-registered', locale: ownLocale, data })
}
