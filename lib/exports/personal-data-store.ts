import { db } from '@/lib/db'

/**
 * What leaves the house, by table: never a password's hash, a secret, or anything that stands for a token. A test has a
 * reason for every column that is not here.
 */
export const personalColumns = {
  users: {
    ...{ id: true, number: true, email: true, emailVerifiedAt: true, role: true, isActive: true, deletionAt: true },
    ...{ lastLoginAt: true, heldUntil: true, createdAt: true, updatedAt: true },
  },
  profiles: {
    ...{ name: true, nickname: true, bio: true, locale: true, timeZone: true, pictureAt: true, updatedAt: true },
  },
  email_addresses: { email: true, verifiedAt: true, createdAt: true },
  accounts: {
    ...{ number: true, type: true, provider: true, providerAccountId: true, issuer: true, email: true, scope: true },
    ...{ token_type: true, expires_at: true, lastUsedAt: true, createdAt: true },
  },
  sessions: {
    ...{ id: true, kind: true, method: true, authenticatedAt: true, isKept: true, ip: true, userAgent: true },
    ...{ createdAt: true, lastSeenAt: true, idleExpiresAt: true, expiresAt: true, refreshedAt: true },
    ...{ revokedAt: true, revokedReason: true },
  },
  outstanding_tokens: {
    ...{ sessionId: true, tokenType: true, issuedAt: true, expiresAt: true },
    ...{ rotatedAt: true, blacklistedAt: true, blacklistedReason: true },
  },
  personal_tokens: {
    ...{ id: true, name: true, scopes: true, createdAt: true, expiresAt: true, lastUsedAt: true, revokedAt: true },
  },
  known_devices: { createdAt: true, lastSeenAt: true },
  one_time_tokens: { purpose: true, createdAt: true, expiresAt: true, usedAt: true, data: true },
  mails: {
    ...{ recipient: true, template: true, locale: true, subject: true, state: true, attempts: true },
    ...{ createdAt: true, sentAt: true, givenUpAt: true },
  },
  mail_requests: { kind: true, email: true, locale: true, createdAt: true, nextAttemptAt: true, attempts: true },
} as const

/**
 * What tables hold about a person, a list of plain rows for each kind. Not what a program may make any number of, which
 * is read page by page: sessions and tokens, below, and the audit.
 */
export async function findPersonalRows(userId: string) {
  const where = { userId }
  const orderBy = { createdAt: 'asc' } as const
  const columns = personalColumns
  const person = await db.user.findUniqueOrThrow({ where: { id: userId }, select: columns.users })
  const addresses = await db.emailAddress.findMany({ where, orderBy, select: columns.email_addresses })
  const held = [...new Set([person.email, ...addresses.map(({ email }) => email)])]
  return {
    account: person,
    profile: await db.profile.findUnique({ where, select: columns.profiles }),
    addresses,
    identities: await db.account.findMany({ where, orderBy, select: columns.accounts }),
    'personal-tokens': await db.personalToken.findMany({ where, orderBy, select: columns.personal_tokens }),
    'known-devices': await db.knownDevice.findMany({ where, orderBy, select: columns.known_devices }),
    links: await findLinks(userId, held),
    mails: await db.mail.findMany({ where: { recipient: { in: held } }, orderBy, select: columns.mails }),
    'mail-requests': await db.mailRequest.findMany({
      where: { email: { in: held } },
      orderBy,
      select: columns.mail_requests,
    }),
  }
}

type Page = { userId: string; after: string | undefined; limit: number }

export function findSessionPage({ userId, after, limit }: Page) {
  return db.session.findMany({
    where: { userId, ...(after && { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    select: personalColumns.sessions,
    take: limit,
  })
}

/** With the key of each, which stands for the token and must not leave. */
export function findTokenPage({ userId, after, limit }: Page) {
  return db.outstandingToken.findMany({
    where: { userId, ...(after && { jti: { gt: after } }) },
    orderBy: { jti: 'asc' },
    select: { ...personalColumns.outstanding_tokens, jti: true },
    take: limit,
  })
}

/**
 * What was mailed to a person, or waits for a proof: that their address is somebody's, or of who holds an identity that
 * is theirs; of what it carries no secret.
 */
async function findLinks(userId: string, held: string[]) {
  const identities = await db.account.findMany({
    where: { userId },
    select: { provider: true, providerAccountId: true },
  })
  const byAddress = held.map((email) => ({ userId: null, data: { path: ['email'], equals: email } }))
  const byIdentity = identities.map(({ provider, providerAccountId }) => ({
    userId: null,
    AND: [holds('provider', provider), holds('subject', providerAccountId)],
  }))
  const rows = await db.oneTimeToken.findMany({
    where: { OR: [{ userId }, ...byAddress, ...byIdentity] },
    orderBy: { createdAt: 'asc' },
    select: { ...personalColumns.one_time_tokens, userId: true },
  })
  return rows.map(({ userId: owner, data, ...row }) => ({ ...row, data: tellable(data, owner !== null) }))
}

const holds = (name: string, equals: string) => ({ data: { path: [name], equals } })

// What nobody has proved to be theirs may be a stranger's, but for the address they typed. Codes are kept here too.
function tellable(data: unknown, isOwn: boolean): Record<string, unknown> {
  const told = isOwn ? ['act', 'email', 'previous', 'provider'] : ['email']
  return Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => told.includes(name)))
}
