import 'server-only'
import { createHash } from 'node:crypto'
import { cookies } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '@/lib/env'
import type { ProblemCode } from '@/lib/errors'

const INTENT_SECONDS = 900
const MAX_OPEN = 4
const MAX_NEXT_LENGTH = 512
const SALT = 'latchkey.provider-intent'
const SEPARATOR = '~'

const intentSchema = z.object({
  provider: z.string(),
  next: z.string(),
  isKept: z.boolean(),
  act: z.enum(['sign_in', 'step_up', 'link']),
  /** The session to renew or to link to; null for a sign-in. */
  sessionId: z.string().nullable(),
  askedAt: z.coerce.date(),
})

/** What somebody set out to do when they were sent to a provider. */
export type ProviderIntent = z.output<typeof intentSchema>
export type ProviderAct = ProviderIntent['act']

const isHttps = () => env.AUTH_URL.startsWith('https:')
const cookiePrefix = () => `${isHttps() ? '__Host-' : ''}latchkey.provider-`

export function shortLivedCookie(maxAge: number) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps(), maxAge } as const
}

/** The cookies in which next-auth keeps what it compares when the person comes back, and where it would go then. */
export function danceCookieNames() {
  const prefix = cookiePrefix()
  const checks = { state: `${prefix}state`, nonce: `${prefix}nonce`, pkceCodeVerifier: `${prefix}pkce` }
  return { ...checks, callbackUrl: `${prefix}callback-url` }
}

function intentCookieName(state: string): string {
  return `${cookiePrefix()}${createHash('sha256').update(state).digest('hex').slice(0, 16)}`
}

/**
 * Moves next-auth's checks and the intent into one cookie named after the state, so that sign-ins started in
 * several tabs do not overwrite each other.
 */
export async function keepIntent(state: string, intent: ProviderIntent): Promise<void> {
  const jar = await cookies()
  const checks = takeChecks(jar)
  const next = intent.next.length > MAX_NEXT_LENGTH ? '/' : intent.next
  const token = { ...intent, next, askedAt: intent.askedAt.toISOString() }
  const sealed = await encode({ token, secret: env.AUTH_SECRET, salt: SALT, maxAge: INTENT_SECONDS })
  forgetOldest(jar)
  jar.set(intentCookieName(state), [...checks, sealed].join(SEPARATOR), shortLivedCookie(INTENT_SECONDS))
}

type CookieJar = Awaited<ReturnType<typeof cookies>>

function takeChecks(jar: CookieJar): string[] {
  const { callbackUrl, ...checks } = danceCookieNames()
  const values = [checks.state, checks.nonce, checks.pkceCodeVerifier].map((name) => jar.get(name)?.value ?? '')
  for (const name of [...Object.values(checks), callbackUrl]) jar.set(name, '', shortLivedCookie(0))
  return values
}

// Each takes about 2 KB of the 16 KB that a request's headers may have.
function forgetOldest(jar: CookieJar): void {
  const open = jar.getAll().filter(({ name }) => name.startsWith(cookiePrefix()) && /-[0-9a-f]{16}$/.test(name))
  for (const { name } of open.slice(0, Math.max(0, open.length + 1 - MAX_OPEN))) jar.set(name, '', shortLivedCookie(0))
}

export type TakenIntent = { intent: ProviderIntent; checks: string }

/**
 * Takes what this browser set out to do, once; null when it started no such sign-in, or too long ago.
 * @returns the intent, and the Cookie header that next-auth is to see
 */
export async function takeIntent(state: string): Promise<TakenIntent | null> {
  const jar = await cookies()
  const name = intentCookieName(state)
  const value = jar.get(name)?.value
  if (!value) return null
  jar.set(name, '', shortLivedCookie(0))
  const [stateCheck, nonceCheck, pkceCheck, sealed] = value.split(SEPARATOR)
  const token = await decode({ token: sealed, secret: env.AUTH_SECRET, salt: SALT }).catch(() => null)
  const intent = intentSchema.safeParse(token)
  if (!intent.success) return null
  const names = danceCookieNames()
  const checks = `${names.state}=${stateCheck}; ${names.nonce}=${nonceCheck}; ${names.pkceCodeVerifier}=${pkceCheck}`
  return { intent: intent.data, checks }
}

/** The page that explains why what somebody set out to do at a provider did not work, and from which to try again. */
export function providerFailurePath(
  error: ProblemCode,
  { next, act = 'sign_in' }: { next?: string | undefined; act?: ProviderAct | undefined } = {},
): string {
  const query = new URLSearchParams({ error, ...(next !== undefined && { next }) })
  return `${STARTING_PAGES[act]}?${query}`
}

const STARTING_PAGES = { sign_in: '/login', step_up: '/confirm-identity', link: '/security/connections' } as const
