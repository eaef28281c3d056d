import { SettingsError } from '@/lib/env'
import { MigrationError } from '@/lib/migrations/migration'
import { type Command, CommandError } from './command'

// Loaded when asked for: most of them connect to a database, which one that looks at the settings must not.
const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  'check-settings': {
    summary: 'say everything that is missing or unsafe in the environment',
    load: async () => (await import('./check-settings')).checkSettings,
  },
  doctor: {
    summary: 'say what is well and what is not: settings, SMTP, database, migrations, outbox, jobs',
    load: async () => (await import('./doctor')).doctor,
  },
  'create-user': {
    summary: 'EMAIL [PASSWORD] [--verified] [--inactive]: make an account, print it as JSON',
    load: async () => (await import('./accounts')).createUserCommand,
  },
  'deactivate-user': {
    summary: 'EMAIL: disable an account and end every sign-in of it',
    load: async () => (await import('./accounts')).deactivateUserCommand,
  },
  'delete-user': {
    summary: 'EMAIL: delete an account and everything that belongs to it',
    load: async () => (await import('./accounts')).deleteUserCommand,
  },
  'reset-token': {
    summary: 'EMAIL: print what a link to choose a new password carries, as JSON',
    load: async () => (await import('./accounts')).resetTokenCommand,
  },
  'create-owner': {
    summary: 'make the first account that may do everything (--another: one more)',
    load: async () => (await import('./create-owner')).createOwner,
  },
  'list-tokens': {
    summary:
      '[--email E] [--state live|rotated|blacklisted|expired] [--session ID] [--after END] [--json|--csv]: what was given out',
    load: async () => (await import('./list-tokens')).listTokensCommand,
  },
  'flush-expired-tokens': {
    summary: 'delete what has expired (servers do it every hour), print how much as JSON',
    load: async () => (await import('./flush-expired-tokens')).flushExpiredTokens,
  },
  'rotate-keys': {
    summary: 'make the next signing key when it is time (--now: at once; --pull KID: take one out of use)',
    load: async () => (await import('./rotate-keys')).rotateKeys,
  },
  'verify-audit': {
    summary: '[--head HEAD]: check that nobody altered, deleted or slipped in an audit event; print the head',
    load: async () => (await import('./verify-audit')).verifyAuditCommand,
  },
  migrate: {
    summary: 'bring the database to the schema of this version',
    load: async () => (await import('./migrate')).migrate,
  },
}

async function run([name = 'help', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return (await command.load())(args)
  const lines = Object.entries(commands).map(([known, { summary }]) => `  ${known.padEnd(16)}${summary}`)
  console.error(`Usage: npm run latchkey -- <command>\n\n${lines.join('\n')}`)
  return name === 'help' ? 0 : 2
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  process.exitCode = 1
  console.error(textOf(error))
}

/** What the person at the terminal can do something about has a text; all else is a bug and shows where it is. */
function textOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if ([CommandError, MigrationError, SettingsError].some((kind) => error instanceof kind)) return error.message
  const isMisspelt = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
  return isMisspelt ? `${error.message}\nWhat each command takes: npm run latchkey -- help` : error
}
