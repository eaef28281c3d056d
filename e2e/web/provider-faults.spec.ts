import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { expect, type ProviderId, test } from '../fixtures'
import { answerFaults, idTokenFaults, type PersonInput } from '../simulator/people'

type Wrong = Pick<PersonInput, 'fault' | 'at'>

const withoutIdToken = ['denied', ...answerFaults] as const
const withIdToken = [...withoutIdToken, ...idTokenFaults]
const faults = {
  ...{ google: withIdToken, kakao: withIdToken, openid: withIdToken },
  ...{ github: withoutIdToken, naver: withoutIdToken },
}
const providers = ['google', 'github', 'kakao', 'naver', 'openid'] as const
const inAnswers = providers.flatMap((provider) => faults[provider].map((fault) => ({ provider, fault })))

/** What comes after the exchange: the API that tells who it is. Every fault in every place: provider-outages.test.ts. */
const inApis = [
  { provider: 'github', at: 'profile', fault: 'redirect' },
  { provider: 'github', at: 'addresses', fault: 'html' },
  { provider: 'kakao', at: 'profile', fault: 'slow' },
  { provider: 'naver', at: 'profile', fault: 'huge' },
  { provider: 'naver', at: 'profile', fault: 'server-error' },
] as const

const wrongs: (Wrong & { provider: ProviderId })[] = [...inAnswers, ...inApis]

for (const { provider, fault, at } of wrongs) {
  const place = at ? ` as its ${at}` : ''
  test(`O-01 O-02 O-03 O-12 O-16 O-17 O-28 ${provider} answers with ${fault}${place}: nobody is signed in and a page explains`, async ({
    page,
    t,
    newPersonAt,
    signInAt,
  }) => {
    const person = await newPersonAt(provider, { email: `${randomUUID()}@elsewhere.example`, fault, at })
    await signInAt(provider, person)
    const problem = fault === 'denied' ? 'provider_cancelled' : 'provider_failed'
    await expect(page.getByText(t(`problems.codes.${problem}`))).toBeVisible()
    await expect(page.getByRole('heading', { name: t('auth.login.title') })).toBeVisible()
    expect(await db.account.count({ where: { providerAccountId: person.sub } })).toBe(0)
  })
}
