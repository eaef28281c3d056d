import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { listSessions } from '@/lib/sessions/end-sessions'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client, newTokens, TEST_PASSWORD } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { refreshTokens } from '@/lib/tokens/refresh-tokens'
import { changePassword } from './change-password'
import { issueResetToken } from './request-password-reset'
import { resetPassword } from './reset-password'
import { signIn } from './sign-in'
import { verifyCredentials } from './verify-credentials'

const [byReset, byChange] = ['copper lantern seventeen', 'amber kettle nineteen']
const opens = (email: string, password: string) =>
  verifyCredentials({ email, password }, client).then(
    () => true,
    () => false,
  )

test(
  'D-04 a reset, a change and sign-ins at once come one after the other, and no old session survives',
  race,
  async () => {
    await db.limit.deleteMany()
    const { user, refresh } = await newTokens()
    const { email } = user
    const old = await startBrowserSession({ userId: user.id, method: 'password', isKept: true, client })
    const changing = await findSignIn(old.secret, client)
    if (!changing) throw new Error('nobody is signed in')
    const { token } = await issueResetToken(email, client)

    const [reset, change, ...browsers] = await Promise.allSettled([
      resetPassword({ token, newPassword: byReset, locale: 'en' }, client),
      changePassword({ actor: changing, currentPassword: TEST_PASSWORD, newPassword: byChange, locale: 'en' }, client),
      ...Array.from({ length: 4 }, () => signIn({ email, password: TEST_PASSWORD, isKept: false }, client)),
    ])

    const passwords = [TEST_PASSWORD, byReset, byChange]
    const [isOldGood, ...areNewGood] = [
      await opens(email, passwords[0] ?? ''),
      await opens(email, byReset),
      await opens(email, byChange),
    ]
    expect(isOldGood).toBe(false)
    expect(areNewGood.filter(Boolean)).toHaveLength(1)
    expect([reset.status, change.status]).toContain('fulfilled')
    const secrets = browsers.flatMap((one) =>
      one.status === 'fulfilled' && 'secret' in one.value ? [one.value.secret] : [],
    )
    for (const secret of [old.secret, ...secrets]) expect(await findSignIn(secret, client)).toBeNull()
    await expect(refreshTokens({ refresh }, client)).rejects.toMatchObject({ code: 'token_not_valid' })
    // The change renews its own session, unless the reset came after it.
    expect((await listSessions(user.id)).length).toBeLessThanOrEqual(1)
  },
)
