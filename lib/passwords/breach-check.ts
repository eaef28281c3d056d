import { createHash } from 'node:crypto'
import { env } from '@/lib/env'
import { log } from '@/lib/log'

const PREFIX_DIGITS = 5
const TIMEOUT_MS = 1_000
// A range with its padding has about 1,000 lines of 40 characters.
const MAX_CHARACTERS = 1_000_000

/**
 * Whether the service of the owner's choice knows the password from a breach. Only the first five hex digits of its
 * SHA-1 leave this server, and the answer is padded. What goes wrong is logged, and keeps nobody out.
 * @see https://haveibeenpwned.com/API/v3#PwnedPasswords
 */
export async function isBreached(password: string): Promise<boolean> {
  const service = env.PASSWORD_BREACH_CHECK_URL
  if (!service) return false
  const digest = createHash('sha1').update(password.normalize('NFC'), 'utf8').digest('hex').toUpperCase()
  try {
    const range = await fetchRange(new URL(digest.slice(0, PREFIX_DIGITS), service))
    return isListed(range, digest.slice(PREFIX_DIGITS))
  } catch (error) {
    log.warn({ error }, 'the breach check failed, so a new password was taken without it')
    return false
  }
}

async function fetchRange(url: URL): Promise<string> {
  const answer = await fetch(url, {
    headers: { 'Add-Padding': 'true', 'User-Agent': 'Latchkey' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!answer.ok || !answer.body) throw new Error(`The breach check answered ${answer.status}.`)
  let text = ''
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part
    if (text.length > MAX_CHARACTERS) throw new Error('The breach check answered without an end.')
  }
  return text
}

/** Lines are `rest of the SHA-1:count`; those that only pad count 0. */
function isListed(range: string, rest: string): boolean {
  return range.split('\n').some((line) => {
    const [listed = '', count = ''] = line.trim().split(':')
    return listed.toUpperCase() === rest && Number(count) > 0
  })
}
