import { AppError } from '@/lib/errors'
import { isBreached } from './breach-check'
import { hashPassword } from './hash-password'

/**
 * Encodes the password of a sign-up that the policy allows, unless a breach has made it known.
 *
 * @throws AppError validation_failed: the password is known from a breach
 * @throws AppError unavailable: the hash queue is full
 */
export async function hashNewPassword(password: string): Promise<string> {
  if (await isBreached(password))
    throw new AppError('validation_failed', { fields: { password: ['password_breached'] } })
  return hashPassword(password)
}
