import { recordAudit } from '@/lib/audit/record-audit'
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { hashPassword } from '@/lib/passwords/hash-password'
import type { Client } from '@/lib/sessions/client'
import type { Role } from '@/prisma/generated/enums'
import { type CredentialUser, findUserById, insertUser } from './store'

type NewPerson = {
  /** In canonical form. */
  email: string
  password?: string
  name?: string
  locale?: string
  isVerified?: boolean
  role?: Role
}

/**
 * Makes an account without the sign-up's mail: for the command line, the seed and imports.
 * @param client who asks, for the audit; the seed and imports are nobody's act
 * @throws AppError conflict: the address has an account
 */
export async function createUser(person: NewPerson, client?: Client): Promise<CredentialUser> {
  const { email, password, name = '', locale = null, isVerified = false, role = 'user' } = person
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const emailVerifiedAt = isVerified ? new Date() : null
  const user = await inTransaction(async (tx) => {
    const userId = await insertUser({ email, passwordHash, emailVerifiedAt, name, locale, role }, tx)
    if (!userId) return null
    if (client) await recordAudit(tx, { event: 'account.create', outcome: 'success', reason: role, userId, client })
    return findUserById(userId, tx)
  })
  if (!user) throw new AppError('conflict', { fields: { email: ['taken'] } })
  return user
}
