import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { verifyPassword } from '@/lib/passwords/hash-password'
import { newPerson, newTokens } from '@/lib/testing/api'
import { buildCommandLine, productionSettings } from './command-line.fixture'

const run = await buildCommandLine()

const PASSWORD = 'copper lantern seventeen'
const newAddress = () => `${randomUUID()}@example.com`
const find = (email: string) => db.user.findUniqueOrThrow({ where: { email } })

// Each starts the command line, some of them several times.
vi.setConfig({ testTimeout: 60_000 })

/** What a program reads: one JSON object, and nothing else on either stream. */
async function runForJson(args: string[], settings: Record<string, string> = {}, input = '') {
  const { code, stdout, stderr } = await run(args, settings, input)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

test.each([
  ['as an argument in local mode', (email: string) => [email, PASSWORD], {}, ''],
  ['on standard input', (email: string) => [email], {}, `${PASSWORD}\n`],
  ['in LATCHKEY_PASSWORD', (email: string) => [email], { LATCHKEY_PASSWORD: PASSWORD }, ''],
])('create-user takes the password %s and prints one JSON object', async (_, words, settings, input) => {
  const email = newAddress()
  const printed = await runForJson(['create-user', ...words(email), '--verified'], settings, input)
  const { id, number, passwordHash, emailVerifiedAt, isActive } = await find(email)
  expect(printed).toEqual({ user_id: number, id, email })
  expect([isActive, emailVerifiedAt]).toEqual([true, expect.any(Date)])
  expect(await verifyPassword(PASSWORD, passwordHash)).toBeTruthy()
})

test('create-user makes an inactive account, and an unverified one where nothing else is said', async () => {
  const email = newAddress()
  await runForJson(['create-user', email, PASSWORD, '--inactive'])
  expect(await find(email)).toMatchObject({ isActive: false, emailVerifiedAt: null })
})

test('a password as an argument is refused in production, whose processes everybody on the machine sees', async () => {
  const email = newAddress()
  const settings = { ...productionSettings(), SMTP_URL: 'smtps://localhost:1' }
  const refused = await run(['create-user', email, PASSWORD], settings)
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Give the password on standard/),
  })
  expect(await db.user.count({ where: { email } })).toBe(0)
  await runForJson(['create-user', email], settings, PASSWORD)
})

test('deactivate-user, reset-token and delete-user print one JSON object each', async () => {
  const { email, id } = await newPerson()
  expect(await runForJson(['reset-token', email])).toEqual({ uid: expect.any(String), token: expect.any(String) })
  expect(await runForJson(['deactivate-user', email.toUpperCase()])).toEqual({ email, is_active: false })
  expect(await find(email)).toMatchObject({ isActive: false })
  expect(await runForJson(['delete-user', email])).toEqual({ email, deleted: true })
  expect(await db.user.count({ where: { id } })).toBe(0)
})

test.each([
  ['create-user nobody', /^Name an e-mail address/],
  ['create-user a@example.com', /^That password cannot be used/],
  ['delete-user nobody@example.com', /^This address has no account\.$/m],
  ['delete-user nobody@example.com --dry-run', /^Unknown option '--dry-run'/],
  ['flush-expired-tokens --dry-run', /^Unknown option '--dry-run'/],
  ['list-tokens --stat live', /^Unknown option '--stat'.*\n.*npm run latchkey -- help$/m],
  ['list-tokens --state dead', /^--state takes one of live, rotated, blacklisted, expired\.$/m],
  ['list-tokens --session 7 --email nobody', /^--email takes an e-mail address\.\n--session takes the id of a session/],
  ['list-tokens --json --csv', /^Choose one/],
  ['rotate-keys --pull nothing', /^No key that is in use is called nothing\.$/m],
])('%s is refused with a sentence and prints nothing for a program', async (line, text) => {
  const { code, stdout, stderr } = await run(line.split(' '))
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(text) })
  expect(stderr).not.toMatch(/^ +at /m)
})

test('create-owner asks for an owner, checks the password, and makes a second one only with --another', async () => {
  const create = (email: string, password: string, ...words: string[]) =>
    run(['create-owner', ...words], {}, `${email}\nMinji\n${password}\n`)
  const [first, second] = [newAddress(), newAddress()]
  const reasons = 'Please use at least 8 characters. Digits alone are too easy to guess. Add some letters.'
  const refused = await create(first, '4820593')
  expect(refused).toMatchObject({ code: 1, stderr: `That password cannot be used. ${reasons}\n` })
  expect(await db.user.count({ where: { email: first } })).toBe(0)

  const made = await create(first, PASSWORD)
  expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining(`${first} is an owner now.`) })
  expect(made.stdout).not.toContain(PASSWORD)
  expect(await find(first)).toMatchObject({ role: 'owner', emailVerifiedAt: expect.any(Date) })

  expect(await create(second, PASSWORD)).toMatchObject({ code: 1, stderr: expect.stringMatching(/--another/) })
  expect(await db.user.count({ where: { email: second } })).toBe(0)
  expect((await create(second, PASSWORD, '--another')).code).toBe(0)
  expect(await db.user.count({ where: { role: 'owner' } })).toBe(2)
})

test('the help names every option of list-tokens', async () => {
  const { stdout, stderr } = await run(['help'])
  const line = `${stdout}${stderr}`.split('\n').find((text) => text.includes('list-tokens')) ?? ''
  for (const option of ['--email', '--state', '--session', '--after', '--json', '--csv']) expect(line).toContain(option)
})

test('list-tokens shows a table, JSON or CSV of what was asked for', async () => {
  const { user } = await newTokens()
  await newTokens()
  const asked = ['list-tokens', '--email', user.email, '--state', 'live']
  const { tokens, next } = await runForJson([...asked, '--json'])
  expect([tokens, next]).toEqual([[expect.objectContaining({ email: user.email, state: 'live' })], null])
  const [{ jti, sessionId }] = tokens
  expect((await runForJson(['list-tokens', '--session', sessionId, '--json'])).tokens).toEqual(tokens)

  const csv = (await run([...asked, '--csv'])).stdout.trim().split('\r\n')
  expect(csv).toEqual([expect.stringMatching(/^jti,tokenType,state,email/), expect.stringContaining(jti)])
  const table = await run(asked)
  expect(table.stdout).toContain(jti)
  expect(table.stdout).toMatch(/email.*state.*type.*expires/)
  expect((await run([...asked.slice(0, 3), '--state', 'expired'])).stdout).not.toContain(jti)
})

test('flush-expired-tokens shows its progress apart from the one JSON object it prints', async () => {
  await newTokens(new Date(Date.now() - 3 * 86_400_000))
  const { code, stdout, stderr } = await run(['flush-expired-tokens'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ outstanding_tokens: 1 })
  expect(stderr).toMatch(/outstanding_tokens: 1/)
})

test('rotate-keys makes a key when one is due, or at once, and takes one out of use', async () => {
  await newTokens()
  expect((await run(['rotate-keys'])).stdout).toMatch(/^No new key is due/)
  const made = await run(['rotate-keys', '--now'])
  const kid = /^The key (\S+) is published and signs in 10 minutes\.$/m.exec(made.stdout)?.[1] ?? ''
  const pulled = await run(['rotate-keys', '--pull', kid])
  expect(pulled).toMatchObject({ code: 0, stdout: expect.stringContaining(`The key ${kid} is pulled`) })
})

test('rotate-keys takes out of use a key whose id begins with a dash', async () => {
  const { stderr } = await run(['rotate-keys', '--pull', '-Bpht8tTm8y'])
  expect(stderr).toContain('No key that is in use is called -Bpht8tTm8y.')
})
