import { db } from '@/lib/db'

// What is named here leaves the house: never a password's hash, a secret, or anything that stands for a token.
const account = {
  ...{ id: true, number: true, email: true, emailVerifiedAt: true, role: true },
  ...{ lastLoginAt: true, heldUntil: true, createdAt: true, updatedAt: true },
} as const
const profile = { name: true, nickname: true, bio: true, locale: true, timeZone: true, pictureAt: true } as const
const address = { email: true, verifiedAt: true, createdAt: true } as const
const identity = { provider: true, providerAccountId: true, email: true, lastUsedAt: true, createdAt: true } as const
const session = {
  ...{ id: true, kind: true, method: true, authenticatedAt: true, isKept: true, ip: true, userAgent: true },
  ...{ createdAt: true, lastSeenAt: true, expiresAt: true, revokedAt: true, revokedReason: true },
} as const
const token = {
  ...{ sessionId: true, tokenType: true, issuedAt: true, expiresAt: true },
  ...{ rotatedAt: true, blacklistedAt: true, blacklistedReason: true },
} as const
const personalToken = {
  ...{ name: true, scopes: true, createdAt: true, expiresAt: true, lastUsedAt: true, revokedAt: true },
} as const
const link = { purpose: true, createdAt: true, expiresAt: true, usedAt: true } as const
const mail = { recipient: true, template: true, locale: true, subject: true, createdAt: true, sentAt: true } as const

/** Everything that tables hold about a person but the audit, a list of plain rows for each kind. */
export async function findPersonalRows(userId: string) {
  const where = { userId }
  const orderBy = { createdAt: 'asc' } as const
  const person = await db.user.findUniqueOrThrow({ where: { id: userId }, select: account })
  const addresses = await db.emailAddress.findMany({ where, orderBy, select: address })
  const recipient = { in: [person.email, ...addresses.map(({ email }) => email)] }
  return {
    account: person,
    profile: await db.profile.findUnique({ where, select: profile }),
    addresses,
    identities: await db.account.findMany({ where, orderBy, select: identity }),
    sessions: await db.session.findMany({ where, orderBy, select: session }),
    tokens: await db.outstandingToken.findMany({ where, orderBy: { issuedAt: 'asc' }, select: token }),
    'personal-tokens': await db.personalToken.findMany({ where, orderBy, select: personalToken }),
    'known-devices': await db.knownDevice.findMany({ where, orderBy, select: { createdAt: true, lastSeenAt: true } }),
    links: await db.oneTimeToken.findMany({ where, orderBy, select: link }),
    mails: await db.mail.findMany({ where: { recipient }, orderBy, select: mail }),
  }
}
