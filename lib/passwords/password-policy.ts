import { z } from 'zod'
import { env } from '@/lib/env'
import { isCommonPassword } from './common-passwords'

const PASSWORD_MAX_CODE_POINTS = 256
const PASSWORD_MAX_BYTES = 1024
const SHORTEST_CONTEXT_WORD = 4

/** A password as somebody typed it: bounded before anything is done with it, never trimmed, never normalised. */
export const passwordSchema = z
  .string()
  .min(1, 'required')
  .max(PASSWORD_MAX_BYTES, { error: 'too_long', abort: true })
  .refine((value) => !value.includes('\u0000'), 'null_character')
  .refine((value) => Buffer.byteLength(value) <= PASSWORD_MAX_BYTES, 'too_long')
  .refine((value) => [...value].length <= PASSWORD_MAX_CODE_POINTS, 'too_long')

export type PasswordFault =
  | 'password_too_short'
  | 'password_entirely_numeric'
  | 'password_too_common'
  | 'password_contains_context'

type Context = { email: string; name: string }

/**
 * What is wrong with a password that somebody wants to set; empty when it may be used. No composition rules.
 * @see NIST SP 800-63B-4 section 3.1.1.2
 */
export function checkPasswordPolicy(password: string, context: Context): PasswordFault[] {
  const normal = password.normalize('NFC')
  const faults: PasswordFault[] = []
  if ([...normal].length < env.PASSWORD_MIN_LENGTH) faults.push('password_too_short')
  if (/^\p{Nd}+$/u.test(normal)) faults.push('password_entirely_numeric')
  if (isCommonPassword(normal) || /^(.)\1*$/u.test(normal)) faults.push('password_too_common')
  if (isContextWord(normal, context)) faults.push('password_contains_context')
  return faults
}

/** Whether little is left of the password without the site's name, the person's name and the address. */
function isContextWord(password: string, { email, name }: Context): boolean {
  const words = [env.SITE_NAME, ...name.split(/\s+/), email, ...email.split(/[@.+_-]/)]
    .map((word) => word.toLowerCase())
    .filter((word) => [...word].length >= SHORTEST_CONTEXT_WORD)
    .sort((a, b) => b.length - a.length)
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase())
  return rest.length < password.length && [...rest].length < SHORTEST_CONTEXT_WORD
}
