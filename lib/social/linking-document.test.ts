import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { isAppError } from '@/lib/errors'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { connectIdentity } from './connect-identity'
import { findLinkOffer } from './link-with-password'
import type { ProviderIdentity } from './provider'
import { signInWithProvider } from './sign-in-with-provider'

const written = readFileSync('docs/linking.md', 'utf8')

const accounts = ['none', 'confirmed', 'confirmed, linked to another there', 'not confirmed', 'disabled'] as const
type Account = (typeof accounts)[number]

const yesNo = (value: boolean) => (value ? 'yes' : 'no')
const row = (...cells: string[]) => `| ${cells.join(' | ')} |`
const refusal = (error: unknown) => (isAppError(error) ? `refused: ${error.code}` : String(error))

function newIdentity(changes: Partial<ProviderIdentity>): ProviderIdentity {
  return {
    ...{
      provider: 'google',
      subject: randomUUID(),
      issuer: 'https://issuer.example',
      email: `${randomUUID()}@example.com`,
      isEmailVerified: true,
    },
    ...{ isAuthoritative: false, name: 'Mina', locale: null, ...changes },
  }
}

async function addressOf(account: Account): Promise<string> {
  if (account === 'none') return `${randomUUID()}@example.com`
  const { id, email } = await newPerson({ isVerified: account !== 'not confirmed' })
  if (account === 'disabled') await db.user.update({ where: { id }, data: { isActive: false } })
  if (account === 'confirmed, linked to another there') await link(id, randomUUID())
  return email
}

const link = (userId: string, providerAccountId: string) =>
  db.account.create({ data: { userId, type: 'oidc', provider: 'google', providerAccountId } })

/** What a sign-in by an identity that is new here does, by what it left behind. */
async function signInOutcome(account: Account, changes: Partial<ProviderIdentity>): Promise<string> {
  const identity = newIdentity({ ...changes, email: await addressOf(account) })
  const before = await db.user.findFirst({ where: { email: identity.email ?? '' } })
  const arrival = { identity, authTime: null, isKept: false, client, locale: 'en' } as const
  const result = await signInWithProvider(arrival).catch(refusal)
  if (typeof result === 'string') return result
  if (result.outcome === 'address_needed') return 'asks for an address and proves it by a code'
  if (result.outcome === 'proof_needed') {
    const offer = await findLinkOffer(result.pendingToken)
    return offer?.isCodeEnough ? 'asks for the password or a code' : 'asks for the password'
  }
  if (!before) return 'makes the account'
  const after = await db.user.findUniqueOrThrow({ where: { id: before.id } })
  return after.passwordHash === null ? 'wipes the account, then links' : 'links'
}

test.each(
  accounts.flatMap((account) =>
    [true, false].flatMap((isEmailVerified) =>
      (isEmailVerified ? [true, false] : [false]).map((isAuthoritative) => ({
        account,
        isEmailVerified,
        isAuthoritative,
      })),
    ),
  ),
)('the table of sign-ins in docs/linking.md is true: %o', async ({ account, ...identity }) => {
  const outcome = await signInOutcome(account, identity)
  expect(written).toContain(row(account, yesNo(identity.isEmailVerified), yesNo(identity.isAuthoritative), outcome))
})

const owners = ['nobody', 'this person', 'somebody else'] as const

test.each(
  owners.flatMap((owner) =>
    [true, false].flatMap((isRecent) => [true, false].map((isConfirmed) => ({ owner, isRecent, isConfirmed }))),
  ),
)('the table of connections in docs/linking.md is true: %o', async ({ owner, isRecent, isConfirmed }) => {
  const [user, other] = [await newPerson({ isVerified: isConfirmed }), await newPerson()]
  const identity = newIdentity({})
  if (owner !== 'nobody') await link(owner === 'this person' ? user.id : other.id, identity.subject)
  const { session } = await startBrowserSession({ userId: user.id, method: 'password', isKept: false, client })
  const authenticatedAt = new Date(Date.now() - 3_600_000)
  if (!isRecent) await db.session.update({ where: { id: session.id }, data: { authenticatedAt } })
  const outcome = await connectIdentity(
    { identity, userId: user.id, sessionId: session.id, locale: 'en' },
    client,
  ).then(() => (owner === 'nobody' ? 'links' : 'stays linked'), refusal)
  expect(written).toContain(row(owner, yesNo(isRecent), yesNo(isConfirmed), outcome))
})

test('there is no row more in the document than were tried', () => {
  const rows = written.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  expect(rows).toHaveLength(accounts.length * 3 + owners.length * 4 + 2)
})
