export const STRENGTHS = ['weak', 'fair', 'good', 'strong'] as const
export type Strength = (typeof STRENGTHS)[number]
export type StrengthEstimate = { strength: Strength; hasPatterns: boolean }

const LEAST_BITS: Record<Exclude<Strength, 'weak'>, number> = { fair: 36, good: 52, strong: 72 }
// A guesser takes a row of the keyboard or of the alphabet for little more than its first character.
const BITS_OF_FOLLOWER = 1
const PATTERN_SHARE = 0.4
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890', 'abcdefghijklmnopqrstuvwxyz']
const ALPHABETS: [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[ -/:-@[-`{-~]/, 33],
  // Far fewer than 11,172 syllables are in use.
  [/\p{Script=Hangul}/u, 512],
  [/[^\p{ASCII}\p{Script=Hangul}]/u, 128],
]

/** About how hard a password is to guess, for the person who chooses it; the policy decides, not this. */
export function estimateStrength(password: string): StrengthEstimate {
  const characters = [...password.normalize('NFC')]
  const size = ALPHABETS.reduce((sum, [letters, count]) => (letters.test(characters.join('')) ? sum + count : sum), 0)
  const followers = characters.filter((character, index) => isExpected(character, characters.slice(0, index))).length
  const bits = (characters.length - followers) * Math.log2(Math.max(2, size)) + followers * BITS_OF_FOLLOWER
  return { strength: strengthOf(bits), hasPatterns: followers > characters.length * PATTERN_SHARE }
}

function strengthOf(bits: number): Strength {
  if (bits >= LEAST_BITS.strong) return 'strong'
  if (bits >= LEAST_BITS.good) return 'good'
  return bits >= LEAST_BITS.fair ? 'fair' : 'weak'
}

/** Whether a character repeats the one before it, or goes on in a row. */
function isExpected(character: string, before: string[]): boolean {
  const last = before.at(-1)?.toLowerCase()
  if (last === undefined) return false
  const pair = last + character.toLowerCase()
  const turned = character.toLowerCase() + last
  return last === character.toLowerCase() || ROWS.some((row) => row.includes(pair) || row.includes(turned))
}
