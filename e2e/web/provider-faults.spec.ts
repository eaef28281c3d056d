import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { expect, test } from '../fixtures'
import { faults } from '../simulator/people'

for (const fault of faults) {
  test(`O-02 Google answers with the fault ${fault}: nobody is signed in and a page explains`, async ({
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

for (const provider of ['github', 'kakao', 'naver', 'openid'] as const) {
  for (const fault of [
    'server-error',
    'html',
    'huge',
    'redirect',
    'wrong-state',
    'null-subject',
    'huge-subject',
  ] as const) {
    test(`O-12 O-16 O-17 ${provider} answers with ${fault}: nobody is signed in and a page explains`, async ({
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
