import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { answerFaults, faults, idTokenFaults } from '../simulator/people'

for (const fault of faults) {
  test(`O-01 O-02 O-03 Google answers with the fault ${fault}: nobody is signed in and a page explains`, async ({
    page,
    t,
    newGooglePerson,
    signInWithGoogle,
  }) => {
    const person = await newGooglePerson({ fault })
    await signInWithGoogle({ person })
    const problem = fault === 'denied' ? 'provider_cancelled' : 'provider_failed'
    await expect(page.getByText(t(`problems.codes.${problem}`))).toBeVisible()
    await expect(page.getByRole('heading', { name: t('auth.login.title') })).toBeVisible()
    expect(await db.account.count({ where: { providerAccountId: person.sub } })).toBe(0)
  })
}

const others = [
  ...(['github', 'naver'] as const).map((provider) => ({ provider, wrongs: answerFaults })),
  ...(['kakao', 'openid'] as const).map((provider) => ({ provider, wrongs: [...answerFaults, ...idTokenFaults] })),
]

for (const { provider, wrongs } of others) {
  for (const fault of wrongs) {
    test(`O-01 O-02 O-03 O-12 O-16 O-17 ${provider} answers with ${fault}: nobody is signed in and a page explains`, async ({
      page,
      t,
      newPersonAt,
      signInAt,
    }) => {
      const person = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example`, fault })
      await signInAt(provider, person)
      await expect(page.getByText(t('problems.codes.provider_failed'))).toBeVisible()
      expect(await db.account.count({ where: { providerAccountId: person.sub } })).toBe(0)
    })
  }
}
