import { type Db, db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { findUserById } from './store'

/**
 * Where mails to a person go, and in which language, if they chose one.
 * @throws AppError not_found
 */
export async function findRecipient(userId: string, on: Db = db): Promise<{ email: string; locale: string | null }> {
  const user = await findUserById(userId, on)
  if (!user) throw new AppError('not_found')
  return { email: user.email, locale: user.profile?.locale ?? null }
}
