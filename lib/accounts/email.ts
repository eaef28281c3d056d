import { z } from 'zod'

const MAX_LENGTH = 254

/** The one form in which addresses are compared and stored: trimmed, NFKC, lower case. */
export function canonicalEmail(text: string): string {
  return text.trim().normalize('NFKC').toLowerCase()
}

// No quoted local parts, comments, lists or display names: what mail software reads in more than one way is refused.
const ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~.\-\u00a1-\uffff]{1,64}@[a-z0-9\u00a1-\uffff](?:[a-z0-9.\-\u00a1-\uffff]*[a-z0-9\u00a1-\uffff])?$/u
const DOMAIN = /^(?:[^.]{1,63}\.)+[^.]{2,63}$/u

function isAddress(email: string): boolean {
  const [local = '', domain = ''] = email.split('@')
  return ADDRESS.test(email) && DOMAIN.test(domain) && !/^\.|\.\.|\.$/.test(local)
}

/** An address in canonical form. What turns into `@` only by NFKC is refused, so no look-alike becomes an address. */
export const emailSchema = z
  .string()
  .min(1, 'required')
  .max(MAX_LENGTH, 'too_long')
  .refine((typed) => typed.trim().split('@').length === 2, 'email_invalid')
  .transform(canonicalEmail)
  .refine(isAddress, 'email_invalid')
