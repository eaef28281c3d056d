import { domainToUnicode } from 'node:url'
import { z } from 'zod'
import { env } from '@/lib/env'
import { isCommonPassword } from './common-passwords'
import { findRuleFaults, type PasswordFault, type PasswordSite } from './password-rules'

const PASSWORD_MAX_CODE_POINTS = 256
const PASSWORD_MAX_BYTES = 1024

/** A password as somebody typed it: bounded before anything is done with it, never trimmed, never normalised. */
export const passwordSchema = z
  .string()
  .min(1, 'required')
  .max(PASSWORD_MAX_BYTES, { error: 'too_long', abort: true })
  .refine((value) => !value.includes('\u0000'), 'null_character')
  .refine((value) => Buffer.byteLength(value) <= PASSWORD_MAX_BYTES, 'too_long')
  .refine((value) => [...value].length <= PASSWORD_MAX_CODE_POINTS, 'too_long')

/** What the rules are told of this site; the pages that judge while one types are handed the same. */
export function passwordSite(): PasswordSite {
  const siteHost = domainToUnicode(new URL(env.AUTH_URL).hostname)
  return { minLength: env.PASSWORD_MIN_LENGTH, siteName: env.SITE_NAME, siteHost }
}

/**
 * What is wrong with a password that somebody wants to set; empty when it may be used. No composition rules.
 * @see NIST SP 800-63B-4 section 3.1.1.2
 */
export function checkPasswordPolicy(password: string, person: { email: string; name: string }): PasswordFault[] {
  const { email, name } = person
  const faults = findRuleFaults(password, { email, name, ...passwordSite() })
  const isCommon = !faults.includes('password_too_common') && isCommonPassword(password.normalize('NFC'))
  return isCommon ? [...faults, 'password_too_common'] : faults
}
