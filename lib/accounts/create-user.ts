import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { hashPassword } from '@/lib/passwords/hash-password'
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
 * @throws AppError conflict: the address has an account
 */
export async function createUser(person: NewPerson, now: Date = new Date()): Promise<CredentialUser> {
  const { email, password, name = '', locale = null, isVerified = false, role = 'user' } = person
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const emailVerifiedAt = isVerified ? now : null
  const user = await inTransaction(async (tx) => {
    const id = await insertUser({ email, passwordHash, emailVerifiedAt, name, locale, role }, tx)
    return id && findUserById(id, tx)
  })
  if (!user) throw new AppError('conflict', { fields: { email: ['taken'] } })
  return user
}
