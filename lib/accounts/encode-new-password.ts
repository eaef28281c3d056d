import { recordAudit } from '@/lib/audit/record-audit'
import { db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { isToBeRecorded } from '@/lib/limits/count-attempt'
import { isBreached } from '@/lib/passwords/breach-check'
import { hashPassword } from '@/lib/passwords/hash-password'
import { checkPasswordPolicy } from '@/lib/passwords/password-policy'
import type { Client } from '@/lib/sessions/client'

type Choice = { newPassword: string; user: { id: string; email: string; name: string } }

/**
 * Encodes the password that somebody who has an account has chosen, if it is good enough; that it is not is recorded. Of
 * a sign-up it is not: there is nobody yet, and strangers would fill the log.
 *
 * @throws AppError validation_failed: the policy does not allow it, or a breach has made it known, with the reasons
 * @throws AppError unavailable: the hash queue is full
 */
export async function encodeNewPassword({ newPassword, user }: Choice, client: Client): Promise<string> {
  const faults: string[] = checkPasswordPolicy(newPassword, user)
  if (faults.length === 0 && (await isBreached(newPassword))) faults.push('password_breached')
  const [reason] = faults
  if (reason === undefined) return hashPassword(newPassword)
  const event = { event: 'account.choose_password', outcome: 'refused', reason, userId: user.id, client } as const
  // Whoever may choose without the current one may do so as often as they like.
  if (await isToBeRecorded({ act: 'refusal', client, userId: user.id })) await recordAudit(db, event)
  throw new AppError('validation_failed', { fields: { newPassword: faults } })
}
