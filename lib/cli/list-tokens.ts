import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { emailSchema } from '@/lib/accounts/email'
import { pool } from '@/lib/db'
import { type ListedToken, listTokens, type TokenFilter, tokenStates } from '@/lib/tokens/list-tokens'
import { tokensAsCsv } from '@/lib/tokens/tokens-as-csv'
import { type Command, CommandError } from './command'

const options = {
  email: { type: 'string' },
  state: { type: 'string' },
  session: { type: 'string' },
  after: { type: 'string' },
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
} as const

// Unlike the page, which shows everything where a link is broken: what a program asked for must not mean everybody.
const querySchema = z.object({
  email: emailSchema.optional(),
  state: z.enum(tokenStates).optional(),
  session: z.uuid().optional(),
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z_.{1,64}$/)
    .optional(),
})

const hints: Record<string, string> = {
  email: '--email takes an e-mail address.',
  state: `--state takes one of ${tokenStates.join(', ')}.`,
  session: '--session takes the id of a session, a UUID.',
  after: '--after takes what the page before has ended with.',
}

export const listTokensCommand: Command = async (args) => {
  const { json, csv, ...query } = parseArgs({ args, options }).values
  if (json && csv) throw new CommandError('Choose one: --json or --csv.')
  const filter = readFilter(query)
  try {
    if (csv) await pipeline(Readable.from(tokensAsCsv(filter)), process.stdout, { end: false })
    else show(await listTokens(filter), json)
    return 0
  } finally {
    await pool.end()
  }
}

function readFilter(query: object): TokenFilter {
  const filter = querySchema.safeParse(query)
  if (filter.success) return filter.data
  throw new CommandError(filter.error.issues.map(({ path }) => hints[String(path[0])]).join('\n'))
}

function show({ tokens, next }: Awaited<ReturnType<typeof listTokens>>, isJson: boolean): void {
  if (isJson) console.log(JSON.stringify({ tokens, next }))
  else console.table(tokens.map(rowOf))
  if (next && !isJson) console.log(`More: --after ${next}`)
}

function rowOf({ email, state, tokenType, expiresAt, ip, jti }: ListedToken) {
  return { email, state, type: tokenType, expires: expiresAt.toISOString(), ip, jti }
}
