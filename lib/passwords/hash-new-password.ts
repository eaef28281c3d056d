import { AppError } from '@/lib/errors'
import { isBreached } from './breach-check'
import { hashPassword } from './hash-password'

/**
 * Encodes a password that somebody has chosen and the policy allows, unless a breach has made it known.
 *
 * @param field what the form calls it
 * @throws AppError validation_failed: the password is known from a breach
 * @throws AppError unavailable: the hash queue is full
 */
export async function hashNewPassword(field: 'password' | 'newPassword', password: string): Promise<string> {
  if (await isBreached(password))
    throw new AppError('validation_failed', { fields: { [field]: ['password_breached'] } })
  return hashPassword(password)
}
