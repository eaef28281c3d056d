import { type Db, db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { findUserByEmail, findUserById } from './store'

/**
 * Where mails to a person go, and in which language, if they chose one.
 * @throws AppError not_found
 */
export async function findRecipient(userId: string, on: Db = db): Promise<{ email: string; locale: string | null }> {
  const user = await findUserById(userId, on)
  if (!user) throw new AppError('not_found')
  return { email: user.email, locale: user.profile?.locale ?? null }
}

/** The person with an address in canonical form, or null. */
export function findPersonByEmail(email: string): Promise<{ id: string } | null> {
  return findUserByEmail(email)
}
