import { parseArgs } from 'node:util'
import { createTranslator } from 'use-intl/core'
import { createUser } from '@/lib/accounts/create-user'
import { emailSchema } from '@/lib/accounts/email'
import { hasOwner } from '@/lib/accounts/has-owner'
import { pool } from '@/lib/db'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { problems } from '@/lib/messages/en/problems'
import { isBreached } from '@/lib/passwords/breach-check'
import { checkPasswordPolicy, passwordSchema } from '@/lib/passwords/password-policy'
import type { PasswordFault } from '@/lib/passwords/password-rules'
import { commandLine } from '@/lib/sessions/client'
import { type Command, CommandError } from './command'
import { Prompt } from './prompt'

const t = createTranslator({ locale: 'en', messages: { problems }, namespace: 'problems.fields' })

type Answers = { email: string; name: string; password: string }

export const createOwner: Command = async (args) => {
  const { values } = parseArgs({ args, options: { another: { type: 'boolean', default: false } } })
  try {
    if (!values.another && (await hasOwner())) {
      throw new CommandError('There is an owner already. To make one more: create-owner --another')
    }
    const owner = await askForOwner()
    await createUser({ ...owner, isVerified: true, role: 'owner' }, commandLine)
    console.log(`${owner.email} is an owner now.`)
    return 0
  } catch (error) {
    if (isAppError(error) && error.code === 'conflict') throw new CommandError('This address has an account already.')
    throw error
  } finally {
    await pool.end()
  }
}

async function askForOwner(): Promise<Answers> {
  const prompt = new Prompt()
  try {
    const email = emailSchema.safeParse(await prompt.ask('E-mail: '))
    if (!email.success) throw new CommandError('That is not an e-mail address.')
    const name = (await prompt.ask('Name: ')).trim()
    const password = passwordSchema.safeParse(await prompt.askSecret('Password: '))
    if (!password.success) throw new CommandError('That password cannot be used: it is empty or too long.')
    const faults = checkPasswordPolicy(password.data, { email: email.data, name })
    if (faults.length > 0) throw new CommandError(`That password cannot be used. ${faults.map(faultText).join(' ')}`)
    if (await isBreached(password.data))
      throw new CommandError(`That password cannot be used. ${t('password_breached')}`)
    return { email: email.data, name, password: password.data }
  } finally {
    prompt.close()
  }
}

function faultText(fault: PasswordFault): string {
  return t(fault as 'password_too_short', { min: env.PASSWORD_MIN_LENGTH })
}
