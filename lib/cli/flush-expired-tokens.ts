import { parseArgs } from 'node:util'
import { pool } from '@/lib/db'
import { flushExpired } from '@/lib/tokens/flush-expired'
import type { Command } from './command'

export const flushExpiredTokens: Command = async (args) => {
  parseArgs({ args })
  try {
    const show = (kind: string, count: number) => process.stderr.write(`\r${kind}: ${count}`.padEnd(40))
    const flushed = await flushExpired(show)
    process.stderr.write(`${'\r'.padEnd(41)}\r`)
    console.log(JSON.stringify(flushed))
    return 0
  } finally {
    await pool.end()
  }
}
