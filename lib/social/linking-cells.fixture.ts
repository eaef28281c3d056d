import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { db } from '@/lib/db'
import { isAppError } from '@/lib/errors'
import type { ProviderIdentity } from './provider'

/** What the tests of docs/linking.md have in common. */

export const ISSUER = 'https://issuer.example'
export const OLD_ISSUER = 'https://before.example'
export const yesNo = ['yes', 'no'] as const
export const words = ['not verified', 'verified', 'authoritative'] as const

export const newAddress = () => `${randomUUID()}@example.com`

/** The table under a heading of the document, with what it says below it. */
export function tableUnder(heading: string): string {
  const [, section = ''] = readFileSync('docs/linking.md', 'utf8').split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  return /^\|.*$(\n\|.*$)*(\n\nDoes not matter: .*$)?/m.exec(own)?.[0] ?? ''
}

export function refusal(error: unknown): string {
  if (!isAppError(error)) throw error
  return `refused: ${error.reason ?? error.code}`
}

export function newIdentity(email: string, word: (typeof words)[number]): ProviderIdentity {
  return {
    ...{ provider: 'google', subject: randomUUID(), issuer: ISSUER, email, name: 'Mina', locale: null },
    ...{ isEmailVerified: word !== 'not verified', isAuthoritative: word === 'authoritative' },
  }
}

type Standing = {
  isConfirmed?: boolean
  isActive?: boolean
  hasPassword?: boolean
  /** A change was undone a short time ago. */
  isHeld?: boolean
  further?: string[]
  identities?: { provider?: string; subject?: string; issuer?: string }[]
}

/** An account as it stands in a cell, written in one go: there are thousands of them. */
export async function newAccount(standing: Standing): Promise<{ id: string; email: string; numbers: number[] }> {
  const { isConfirmed = true, isActive = true, hasPassword, isHeld, further = [], identities = [] } = standing
  const [email, verifiedAt] = [newAddress(), new Date()]
  const proved = [...(isConfirmed ? [email] : []), ...further]
  const linked = identities.map(({ provider = 'google', subject = randomUUID(), issuer = ISSUER }) => ({
    ...{ provider, providerAccountId: subject, issuer, type: 'oidc' },
  }))
  const { id, accounts } = await db.user.create({
    data: {
      ...{ email, isActive, emailVerifiedAt: isConfirmed ? verifiedAt : null },
      passwordHash: hasPassword ? 'never compared here' : null,
      heldUntil: isHeld ? new Date(Date.now() + 600_000) : null,
      profile: { create: {} },
      emailAddresses: { create: proved.map((address) => ({ email: address, verifiedAt })) },
      accounts: { create: linked },
    },
    select: { id: true, accounts: { select: { number: true }, orderBy: { number: 'asc' } } },
  })
  return { id, email, numbers: accounts.map(({ number }) => number) }
}

export async function findOwner({ subject }: ProviderIdentity): Promise<string | null> {
  const account = await db.account.findFirst({ where: { providerAccountId: subject }, select: { userId: true } })
  return account?.userId ?? null
}
