import { z } from 'zod'
import type { Db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { env } from '@/lib/env'
import { queueMail } from '@/lib/mail/queue-mail'
import { secondsAfter } from '@/lib/sessions/session'
import { CODE_SECONDS, createCode } from './mailed-code'
import { createOneTimeToken, findOneTimeToken, type OneTimeToken } from './one-time-token-store'
import type { CredentialUser } from './store'

const confirmationSchema = z.object({
  email: z.string(),
  name: z.string(),
  /** The password of the sign-up this link belongs to; null when the link was asked for again. */
  passwordHash: z.string().nullable(),
  /** Hash of the secret that the browser which signed up holds in a cookie. */
  browserHash: z.string().nullable(),
  /** Asked for by an API client, which sends the key of the mail back itself. */
  isByApi: z.boolean().default(false),
})

export type Confirmation = z.output<typeof confirmationSchema>

/** Writes the link's token and its mail, in the transaction that causes them. */
export async function sendConfirmation(
  on: Db,
  { user, locale, confirmation, now }: { user: CredentialUser; locale: string; confirmation: Confirmation; now: Date },
): Promise<void> {
  const seconds = env.CONFIRM_EMAIL_SECONDS
  const { secret, code } = await createTokens(on, { userId: user.id, confirmation, seconds }, now)
  const url = `${env.AUTH_URL}/verify-email?token=${secret}`
  const data = { name: confirmation.name, url, ...(code !== null && { code }) }
  await queueMail(on, { to: user.email, template: 'confirm-email', locale, data })
}

/**
 * Costs what the tokens of a confirmation cost, where nothing may be confirmed: nobody's and expired at once. They name
 * the address, by which guesses at the code are counted.
 */
export async function pretendConfirmation(
  on: Db,
  { email, browserHash }: { email: string; browserHash: string },
  now: Date,
): Promise<void> {
  const confirmation = { email, name: '', passwordHash: null, browserHash, isByApi: false }
  await createTokens(on, { userId: null, confirmation, seconds: 0 }, now)
}

type NewTokens = { userId: string | null; confirmation: Confirmation; seconds: number }

// The code is for the browser that signed up, where the mail may be read on another device.
async function createTokens(on: Db, { userId, confirmation, seconds }: NewTokens, now: Date) {
  const secret = randomSecret()
  const expiresAt = secondsAfter(now, seconds)
  await createOneTimeToken(on, { purpose: 'confirm_email', userId, secret, data: confirmation, expiresAt })
  const { browserHash } = confirmation
  if (browserHash === null) return { secret, code: null }
  const codeSeconds = Math.min(seconds, CODE_SECONDS)
  const code = { purpose: 'confirm_code', userId, browserHash, data: confirmation, seconds: codeSeconds } as const
  return { secret, code: await createCode(on, code, now) }
}

export type OpenConfirmation = {
  email: string
  /** False in another browser than the one that signed up: there the password proves that it is the same person. */
  isSameBrowser: boolean
}

/** Reads what a confirmation link is good for, without using it up; null when it is good for nothing, or no longer. */
export async function findConfirmation(
  token: string,
  signUpSecret: string | undefined,
  now: Date = new Date(),
): Promise<OpenConfirmation | null> {
  const found = await findOneTimeToken('confirm_email', token)
  if (!found || found.usedAt || found.expiresAt <= now) return null
  const confirmation = parseConfirmation(found)
  return { email: confirmation.email, isSameBrowser: isSameBrowser(confirmation, signUpSecret) }
}

export function parseConfirmation(token: Pick<OneTimeToken, 'data'>): Confirmation {
  return confirmationSchema.parse(token.data)
}

export function isSameBrowser({ browserHash }: Confirmation, signUpSecret: string | undefined): boolean {
  return browserHash !== null && signUpSecret !== undefined && hashSecret(signUpSecret) === browserHash
}
