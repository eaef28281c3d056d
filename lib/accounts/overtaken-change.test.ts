import { afterEach, expect, test } from 'vitest'
import { db } from '@/lib/db'
import runHashTask, { type HashTask } from '@/lib/passwords/hash-worker'
import { processWide } from '@/lib/process-wide'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client, newPerson, TEST_PASSWORD } from '@/lib/testing/api'
import { changePassword } from './change-password'
import { issueResetToken } from './request-password-reset'
import { resetPassword } from './reset-password'
import { verifyCredentials } from './verify-credentials'

const [byReset, byChange] = ['copper lantern seventeen', 'amber kettle nineteen']
const nothing = async () => {}
let whileHashing: () => Promise<void> = nothing

processWide('hash-pool', () => async (task: HashTask) => {
  if (task.kind === 'encode' && task.password === byChange) await whileHashing()
  return runHashTask(task)
})

afterEach(() => {
  whileHashing = nothing
})

async function browserOf(userId: string) {
  const { secret } = await startBrowserSession({ userId, method: 'password', isKept: false, client })
  const signIn = await findSignIn(secret, client)
  if (!signIn) throw new Error('nobody is signed in')
  return signIn
}

const hashOf = async (id: string) => (await db.user.findUniqueOrThrow({ where: { id } })).passwordHash

test.each([
  ['by API without the current password', undefined, false],
  ['by API with it', TEST_PASSWORD, false],
  ['on the page', TEST_PASSWORD, true],
])('D-04 a change %s that hashes while a reset commits leaves the reset’s password', async (_, password, isBrowser) => {
  const user = await newPerson()
  const actor = isBrowser ? await browserOf(user.id) : { user, sessionId: undefined }
  const { token } = await issueResetToken(user.email, client)
  whileHashing = async () => {
    await resetPassword({ token, newPassword: byReset, locale: 'en' }, client)
  }
  const change = changePassword({ actor, currentPassword: password, newPassword: byChange, locale: 'en' }, client)
  await expect(change).rejects.toMatchObject({ code: 'bad_credentials' })
  expect((await verifyCredentials({ email: user.email, password: byReset }, client)).id).toBe(user.id)
})

test.each([
  ['with', TEST_PASSWORD],
  ['without', undefined],
])(
  'D-04 a change %s a password by who gave their address away meanwhile is not made to who has it now',
  async (_, currentPassword) => {
    const [giver, taker] = [await newPerson(), await newPerson()]
    const before = await hashOf(taker.id)
    const actor = { user: { id: giver.id, email: taker.email }, sessionId: undefined }
    const outcome = await changePassword({ actor, currentPassword, newPassword: byChange, locale: 'en' }, client).catch(
      ({ code }) => code,
    )
    expect(outcome).toBe(currentPassword === undefined ? null : 'bad_credentials')
    expect(await hashOf(taker.id)).toBe(before)
  },
)
