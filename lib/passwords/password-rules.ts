const MOST_BESIDE_CONTEXT = 3
const SHORTEST_CONTEXT_WORD = 4
// A whole name or brand has two or three characters in these scripts.
const SHORTEST_DENSE_WORD = 2
const DENSE_SCRIPT = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const HANGUL_NAME = /^\p{Script=Hangul}{3,4}$/u

export type PasswordFault =
  | 'password_too_short'
  | 'password_entirely_numeric'
  | 'password_too_common'
  | 'password_contains_context'

/** What of the site a password is judged by. */
export type PasswordSite = { minLength: number; siteName: string; siteHost: string }

type PasswordContext = Omit<PasswordSite, 'minLength'> & { email: string; name: string }

/** What can be said against a password without a list of those in use; the pages say it while it is typed. */
export function findRuleFaults(
  password: string,
  { minLength, ...context }: PasswordContext & PasswordSite,
): PasswordFault[] {
  const normal = password.normalize('NFC')
  const faults: PasswordFault[] = []
  if ([...normal].length < minLength) faults.push('password_too_short')
  if (/^\p{Nd}+$/u.test(normal)) faults.push('password_entirely_numeric')
  if (/^(.)\1*$/u.test(normal)) faults.push('password_too_common')
  if (isContextWord(normal, context)) faults.push('password_contains_context')
  return faults
}

/** Whether little is left of the password without the site's name and host, the person's name and the address. */
function isContextWord(password: string, context: PasswordContext): boolean {
  const words = contextWords(context)
    .map((word) => word.normalize('NFC').toLowerCase())
    .filter((word) => [...word].length >= (DENSE_SCRIPT.test(word) ? SHORTEST_DENSE_WORD : SHORTEST_CONTEXT_WORD))
    .sort((a, b) => b.length - a.length)
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase())
  return rest.length < password.length && [...rest].length <= MOST_BESIDE_CONTEXT
}

function contextWords({ email, name, siteName, siteHost }: PasswordContext): string[] {
  return [
    ...[siteName, ...siteName.split(/\s+/)],
    ...[siteHost, ...siteHost.split(/[.-]/)],
    ...[name.replaceAll(/\s+/g, ''), ...name.split(/\s+/).flatMap(withGivenName)],
    ...[email, ...email.split('@'), ...email.split(/[@.+_-]/)],
  ]
}

// A Korean name is written as one word, the family's first: one syllable, of few families two.
function withGivenName(name: string): string[] {
  const word = name.normalize('NFC')
  return HANGUL_NAME.test(word) ? [word, word.slice(1), word.slice(2)] : [word]
}
