import { parseArgs } from 'node:util'
import { pool } from '@/lib/db'
import { type ListedToken, listTokens, tokenFilterSchema } from '@/lib/tokens/list-tokens'
import { tokensAsCsv } from '@/lib/tokens/tokens-as-csv'
import type { Command } from './command'

const options = {
  email: { type: 'string' },
  state: { type: 'string' },
  session: { type: 'string' },
  after: { type: 'string' },
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
} as const

export const listTokensCommand: Command = async (args) => {
  const { json, csv, ...query } = parseArgs({ args, options }).values
  const filter = tokenFilterSchema.parse(query)
  try {
    if (csv) for await (const line of tokensAsCsv(filter)) process.stdout.write(line)
    else show(await listTokens(filter), json)
    return 0
  } finally {
    await pool.end()
  }
}

function show({ tokens, next }: Awaited<ReturnType<typeof listTokens>>, isJson: boolean): void {
  if (isJson) console.log(JSON.stringify({ tokens, next }))
  else console.table(tokens.map(rowOf))
  if (next && !isJson) console.log(`More: --after ${next}`)
}

function rowOf({ email, state, tokenType, expiresAt, ip, jti }: ListedToken) {
  return { email, state, type: tokenType, expires: expiresAt.toISOString(), ip, jti }
}
