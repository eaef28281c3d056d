import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { countAttempt, forgetFailures } from '@/lib/limits/count-attempt'
import { hashPassword, needsRehash, verifyPassword } from '@/lib/passwords/hash-password'
import type { Client } from '@/lib/sessions/client'
import { type CredentialUser, findUserByEmail, replaceHash } from './store'

type Credentials = {
  email: string
  password: string
  /** Whether an address that waits for its confirmation keeps the person out, where it must be confirmed. */
  isVerifiedOnly?: boolean
}

/**
 * Finds the person whom an address and a password belong to; the one way in by password, whichever door was used.
 * Unknown, disabled and social-only accounts cost the same hash and get the same answer as a wrong password.
 *
 * @returns the person with the hash that stands for this password; what opens a session holds on to it (holdCredentials)
 * @throws AppError bad_credentials: no active account has this address and this password
 * @throws AppError email_not_verified: right, but the address waits for its confirmation
 * @throws AppError too_many_requests: counted before any hash is made
 */
export async function verifyCredentials(
  { email, password, isVerifiedOnly = true }: Credentials,
  client: Client,
): Promise<CredentialUser> {
  await countAttempt({ act: 'password', account: email, client })
  const user = await findUserByEmail(email)
  const encoded = user?.isActive ? user.passwordHash : null
  const matches = await verifyPassword(password, encoded)
  if (!user || !encoded || !matches) return refuse('bad_credentials', user, client)
  const mustBeVerified = isVerifiedOnly && env.EMAIL_VERIFICATION === 'mandatory'
  if (mustBeVerified && !user.emailVerifiedAt) return refuse('email_not_verified', user, client)

  await forgetFailures(email, client)
  return needsRehash(encoded) ? strengthen(user, password, client) : user
}

/**
 * Verifies the password of somebody who is known already. Their address may have become another person's since it was
 * read, and that person's password proves nothing.
 *
 * @throws AppError as verifyCredentials does
 */
export async function verifyOwnPassword(
  { user, password }: { user: { id: string; email: string }; password: string },
  client: Client,
): Promise<CredentialUser> {
  const owner = await verifyCredentials({ email: user.email, password }, client)
  if (owner.id !== user.id) throw new AppError('bad_credentials')
  return owner
}

// Of several sign-ins at once one stores its hash; the others find it, or a password that was changed.
async function strengthen(user: CredentialUser, password: string, client: Client): Promise<CredentialUser> {
  const newHash = await hashPassword(password)
  const oldHash = user.passwordHash ?? ''
  if (await replaceHash({ userId: user.id, oldHash, newHash })) return { ...user, passwordHash: newHash }
  const current = await findUserByEmail(user.email)
  const isSame = await verifyPassword(password, current?.passwordHash ?? null)
  return current && isSame ? current : refuse('bad_credentials', current, client)
}

async function refuse(
  reason: 'bad_credentials' | 'email_not_verified',
  user: CredentialUser | null,
  client: Client,
): Promise<never> {
  await recordAudit(db, {
    event: 'account.verify_password',
    outcome: 'refused',
    reason,
    userId: user?.id ?? null,
    client,
  })
  throw new AppError(reason)
}
