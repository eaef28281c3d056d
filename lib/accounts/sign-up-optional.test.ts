import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { signIn } from './sign-in'
import { signUp } from './sign-up'

vi.hoisted(() => {
  process.env.EMAIL_VERIFICATION = 'optional'
})

const client = { ip: '192.0.2.1', userAgent: 'vitest', requestId: 'test' }
const email = 'owner@example.org'
const signUpWith = (password: string) => signUp({ email, password, name: '', locale: 'en' }, client)
const signInWith = (password: string) => signIn({ email, password, isKept: false }, client)

test('R-07 where confirmation is optional, a later sign-up leaves an unconfirmed account in use alone', async () => {
  await signUpWith('the first choice')
  await signInWith('the first choice')
  await signUpWith("a stranger's choice")
  await signInWith('the first choice')
  await expect(signInWith("a stranger's choice")).rejects.toMatchObject({ code: 'bad_credentials' })
  const mails = await db.mail.findMany({ where: { recipient: email }, orderBy: { createdAt: 'asc' } })
  expect(mails.map(({ template }) => template)).toEqual([
    'confirm-email',
    'already-registered',
    // The second sign-in sends no cookie of a known device.
    'new-device',
  ])
})
