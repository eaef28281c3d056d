import { parseArgs } from 'node:util'
import { pool } from '@/lib/db'
import { isAppError } from '@/lib/errors'
import { commandLine } from '@/lib/sessions/client'
import { PUBLISH_AHEAD_SECONDS, pullSigningKey, rotateSigningKeys } from '@/lib/tokens/rotate-signing-keys'
import { type Command, CommandError } from './command'

export const rotateKeys: Command = async (args) => {
  const { values } = parseArgs({
    args: withPulledAsOneWord(args),
    options: { now: { type: 'boolean', default: false }, pull: { type: 'string' } },
  })
  try {
    console.log(await (values.pull === undefined ? rotate(values.now) : pull(values.pull)))
    return 0
  } finally {
    await pool.end()
  }
}

// A key id may begin with a dash, and parseArgs would take it for an option.
function withPulledAsOneWord(args: string[]): string[] {
  const at = args.indexOf('--pull')
  const kid = args[at + 1]
  return at === -1 || kid === undefined ? args : args.toSpliced(at, 2, `--pull=${kid}`)
}

async function rotate(isForced: boolean): Promise<string> {
  const kid = await rotateSigningKeys({ isForced })
  return kid
    ? `The key ${kid} is published and signs in ${PUBLISH_AHEAD_SECONDS / 60} minutes.`
    : 'No new key is due, or one waits for its turn. To make one all the same: rotate-keys --now'
}

async function pull(kid: string): Promise<string> {
  try {
    await pullSigningKey(kid, commandLine)
    return `The key ${kid} is pulled: what it signed is refused within a second, and another one signs.`
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found')
      throw new CommandError(`No key that is in use is called ${kid}.`)
    throw error
  }
}
