import { v7 as uuidv7 } from 'uuid'
import { type Db, db } from '@/lib/db'
import { hashSecret } from '@/lib/encryption'
import type { Prisma } from '@/prisma/generated/client'

/** What a one-time token is for; a token of one purpose is nothing to another. */
export type TokenPurpose = 'confirm_email' | 'link_identity' | 'reset_password' | 'add_address' | 'undo'

export type OneTimeToken = {
  id: string
  userId: string | null
  data: unknown
  expiresAt: Date
  usedAt: Date | null
}

const fields = { id: true, userId: true, data: true, expiresAt: true, usedAt: true } as const

export async function createOneTimeToken(
  on: Db,
  token: {
    purpose: TokenPurpose
    userId: string | null
    secret: string
    data: Prisma.InputJsonObject
    expiresAt: Date
  },
): Promise<void> {
  const { secret, ...row } = token
  await on.oneTimeToken.create({ data: { id: uuidv7(), hash: hashSecret(secret), ...row }, select: { id: true } })
}

export function findOneTimeToken(purpose: TokenPurpose, secret: string): Promise<OneTimeToken | null> {
  return db.oneTimeToken.findFirst({ where: { hash: hashSecret(secret), purpose }, select: fields })
}

/** Uses a token up in one statement; null when it is unknown, used, expired or of another purpose. */
export async function consumeOneTimeToken(
  on: Db,
  { purpose, secret, now }: { purpose: TokenPurpose; secret: string; now: Date },
): Promise<OneTimeToken | null> {
  const [token] = await on.oneTimeToken.updateManyAndReturn({
    where: { hash: hashSecret(secret), purpose, usedAt: null, expiresAt: { gt: now } },
    // What it carried, maybe a password's hash, is of use to nobody any more; the caller has read it before.
    data: { usedAt: now, data: {} },
    select: fields,
  })
  return token ?? null
}

/** Makes the other open tokens of this purpose useless, once one of them has served. */
export async function discardOneTimeTokens(
  on: Db,
  { purpose, userId, now }: { purpose: TokenPurpose; userId: string; now: Date },
): Promise<void> {
  await on.oneTimeToken.updateMany({ where: { purpose, userId, usedAt: null }, data: { usedAt: now } })
}
