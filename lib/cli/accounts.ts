import { parseArgs } from 'node:util'
import { createUser } from '@/lib/accounts/create-user'
import { deactivateUser, deleteUser } from '@/lib/accounts/deactivate-user'
import { emailSchema } from '@/lib/accounts/email'
import { issueResetToken } from '@/lib/accounts/request-password-reset'
import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { passwordSchema } from '@/lib/passwords/password-policy'
import { commandLine } from '@/lib/sessions/client'
import { type Command, CommandError } from './command'
import { Prompt } from './prompt'

/** Makes an account as an import does: whoever runs it answers for the password, so no policy is asked. */
export const createUserCommand: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    options: { inactive: { type: 'boolean', default: false }, verified: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  return withDatabase(async () => {
    const email = readEmail(positionals)
    const password = await readPassword(positionals[1])
    const user = await createUser({ email, password, isVerified: values.verified }, commandLine)
    if (values.inactive) await deactivateUser(email, commandLine)
    return { user_id: user.number, id: user.id, email }
  })
}

export const deactivateUserCommand: Command = (args) =>
  withDatabase(async () => {
    const email = readOnlyEmail(args)
    await deactivateUser(email, commandLine)
    return { email, is_active: false }
  })

export const deleteUserCommand: Command = (args) =>
  withDatabase(async () => {
    const email = readOnlyEmail(args)
    await deleteUser(email, commandLine)
    return { email, deleted: true }
  })

export const resetTokenCommand: Command = (args) =>
  withDatabase(() => issueResetToken(readOnlyEmail(args), commandLine))

/** Runs and prints what came of it as one JSON object and nothing else, for programs. */
async function withDatabase(run: () => Promise<object>): Promise<number> {
  try {
    console.log(JSON.stringify(await run()))
    return 0
  } catch (error) {
    if (!isAppError(error)) throw error
    throw new CommandError(texts[error.code] ?? `Refused: ${error.code}`)
  } finally {
    await pool.end()
  }
}

const texts: Record<string, string> = {
  conflict: 'This address has an account already.',
  not_found: 'This address has no account.',
}

function readOnlyEmail(args: string[]): string {
  return readEmail(parseArgs({ args, allowPositionals: true }).positionals)
}

function readEmail([email]: string[]): string {
  const parsed = emailSchema.safeParse(email)
  if (!parsed.success) throw new CommandError('Name an e-mail address, for example: create-user someone@example.com')
  return parsed.data
}

// An argument is seen by everybody on the machine, so only the local mode takes a password there.
async function readPassword(argument: string | undefined): Promise<string> {
  if (argument !== undefined && env.LATCHKEY_MODE !== 'local') {
    throw new CommandError('Give the password on standard input or in LATCHKEY_PASSWORD, not as an argument.')
  }
  const password = passwordSchema.safeParse(argument ?? process.env.LATCHKEY_PASSWORD ?? (await askPassword()))
  if (!password.success) throw new CommandError('That password cannot be used: it is empty or too long.')
  return password.data
}

async function askPassword(): Promise<string> {
  const prompt = new Prompt()
  try {
    return await prompt.askSecret('')
  } finally {
    prompt.close()
  }
}
