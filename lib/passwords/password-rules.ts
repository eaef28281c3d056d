const SHORTEST_CONTEXT_WORD = 4

export type PasswordFault =
  | 'password_too_short'
  | 'password_entirely_numeric'
  | 'password_too_common'
  | 'password_contains_context'

/** What an attacker who knows whose password it is tries first. */
export type PasswordContext = { email: string; name: string; siteName: string }

/** What can be said against a password without a list of those in use; the pages say it while it is typed. */
export function findRuleFaults(
  password: string,
  { minLength, ...context }: PasswordContext & { minLength: number },
): PasswordFault[] {
  const normal = password.normalize('NFC')
  const faults: PasswordFault[] = []
  if ([...normal].length < minLength) faults.push('password_too_short')
  if (/^\p{Nd}+$/u.test(normal)) faults.push('password_entirely_numeric')
  if (/^(.)\1*$/u.test(normal)) faults.push('password_too_common')
  if (isContextWord(normal, context)) faults.push('password_contains_context')
  return faults
}

/** Whether little is left of the password without the site's name, the person's name and the address. */
function isContextWord(password: string, { email, name, siteName }: PasswordContext): boolean {
  const words = [
    siteName,
    ...siteName.split(/\s+/),
    ...name.split(/\s+/),
    email,
    ...email.split('@'),
    ...email.split(/[@.+_-]/),
  ]
    .map((word) => word.normalize('NFC').toLowerCase())
    .filter((word) => [...word].length >= SHORTEST_CONTEXT_WORD)
    .sort((a, b) => b.length - a.length)
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase())
  return rest.length < password.length && [...rest].length < SHORTEST_CONTEXT_WORD
}
