import { domainToASCII, domainToUnicode } from 'node:url'
import { z } from 'zod'

const MAX_LENGTH = 254

// No quoted local parts, comments, lists or display names: what mail software reads in more than one way is refused.
// No character that cannot be seen either: two addresses that look alike must be the same one.
const LOCAL_PART = /^(?!\.)(?!.*\.\.)(?!.*\.$)[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}$/u
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?'
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+(?!\\d+$)(?=..)${LABEL}$`, 'u')

/** The one form in which addresses are compared and stored: trimmed, NFKC, lower case, its domain in Unicode (IDNA). */
export function canonicalEmail(text: string): string {
  const email = text.trim().normalize('NFKC').toLowerCase()
  const start = email.lastIndexOf('@') + 1
  const domain = email.slice(start)
  // What is no name of a host, IDNA would make one of, or cut.
  return DOMAIN.test(domain) ? email.slice(0, start) + domainToUnicode(domainToASCII(domain)) : email
}

function isAddress(email: string): boolean {
  const [local = '', domain = ''] = email.split('@')
  return email.length <= MAX_LENGTH && email.split('@').length === 2 && LOCAL_PART.test(local) && DOMAIN.test(domain)
}

/** An address in canonical form. What turns into `@` only by NFKC is refused, so no look-alike becomes an address. */
export const emailSchema = z
  .string()
  .min(1, 'required')
  .max(MAX_LENGTH, 'too_long')
  .refine((typed) => typed.trim().split('@').length === 2, 'email_invalid')
  .transform(canonicalEmail)
  .refine(isAddress, 'email_invalid')

/** What a sign-in looks for where any text is taken: of what is no address, the text itself, which nobody has. */
export function emailToFind(typed: string): string {
  return emailSchema.safeParse(typed).data ?? typed.trim().toLowerCase()
}
