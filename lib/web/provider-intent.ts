import 'server-only'
import { createHash } from 'node:crypto'
import { cookies } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '@/lib/env'
import { ownCookieAttributes, ownCookieName } from '@/lib/http/own-cookie'

const INTENT_SECONDS = 900
// Each takes less than 1 KB; proxies take 8 KB of cookies, and some of them are others.
const MAX_OPEN = 6
const MAX_NEXT_LENGTH = 512
const SALT = 'latchkey.provider-intent'

const intentSchema = z.object({
  provider: z.string(),
  next: z.string(),
  act: z.enum(['sign_in', 'step_up', 'link', 'try']),
  /** The session to renew or to link to; null for a sign-in. */
  sessionId: z.string().nullable(),
  askedAt: z.coerce.date(),
})

/** What somebody set out to do when they were sent to a provider. */
export type ProviderIntent = z.output<typeof intentSchema>
export type ProviderAct = ProviderIntent['act']

/** What next-auth compares besides the state; a provider may lack one. */
const checksSchema = z.object({ nonce: z.string().optional(), pkceCodeVerifier: z.string().optional() })

const keptSchema = intentSchema.extend({ checks: checksSchema })

const cookiePrefix = () => ownCookieName('provider-')

/** The cookies in which next-auth keeps what it compares when the person comes back, and where it would go then. */
export function danceCookieNames() {
  const prefix = cookiePrefix()
  const checks = { state: `${prefix}state`, nonce: `${prefix}nonce`, pkceCodeVerifier: `${prefix}pkce` }
  return { ...checks, callbackUrl: `${prefix}callback-url` }
}

function intentCookieName(state: string): string {
  return `${cookiePrefix()}${createHash('sha256').update(state).digest('hex').slice(0, 32)}`
}

/**
 * Moves next-auth's checks and the intent into one cookie named after the state, so that sign-ins started in
 * several tabs do not overwrite each other.
 */
export async function keepIntent(state: string, intent: ProviderIntent): Promise<void> {
  const jar = await cookies()
  const checks = await takeChecks(jar)
  const next = intent.next.length > MAX_NEXT_LENGTH ? '/' : intent.next
  const token = { ...intent, next, askedAt: intent.askedAt.toISOString(), checks }
  const sealed = await encode({ token, secret: env.AUTH_SECRET, salt: SALT, maxAge: INTENT_SECONDS })
  forgetOldest(jar)
  jar.set(intentCookieName(state), sealed, ownCookieAttributes(INTENT_SECONDS))
}

type CookieJar = Awaited<ReturnType<typeof cookies>>

// Without next-auth's own seals, which are most of what its cookies weigh. The state comes back with the person.
async function takeChecks(jar: CookieJar): Promise<z.output<typeof checksSchema>> {
  const names = danceCookieNames()
  const nonce = await unseal(jar, names.nonce)
  const pkceCodeVerifier = await unseal(jar, names.pkceCodeVerifier)
  for (const name of Object.values(names)) jar.set(name, '', ownCookieAttributes(0))
  return checksSchema.parse({ nonce, pkceCodeVerifier })
}

async function unseal(jar: CookieJar, name: string): Promise<unknown> {
  const token = jar.get(name)?.value
  return token ? (await decode({ token, secret: env.AUTH_SECRET, salt: name }))?.value : undefined
}

function forgetOldest(jar: CookieJar): void {
  const open = openIntents(jar)
  for (const { name } of open.slice(0, Math.max(0, open.length + 1 - MAX_OPEN)))
    jar.set(name, '', ownCookieAttributes(0))
}

function openIntents(jar: CookieJar) {
  return jar.getAll().filter(({ name }) => name.startsWith(cookiePrefix()) && /-[0-9a-f]{32}$/.test(name))
}

/** Whether this browser has set out for some provider, and has not come back yet. */
export async function hasOpenIntent(): Promise<boolean> {
  return openIntents(await cookies()).length > 0
}

export type TakenIntent = { intent: ProviderIntent; checks: string }

/**
 * Takes what this browser set out to do, once; null when it started no such sign-in, or too long ago.
 * @returns the intent, and the Cookie header that next-auth is to see
 */
export async function takeIntent(state: string): Promise<TakenIntent | null> {
  const jar = await cookies()
  const name = intentCookieName(state)
  const sealed = jar.get(name)?.value
  if (!sealed) return null
  jar.set(name, '', ownCookieAttributes(0))
  const token = await decode({ token: sealed, secret: env.AUTH_SECRET, salt: SALT }).catch(() => null)
  const { data } = keptSchema.safeParse(token)
  if (!data) return null
  const { checks, ...intent } = data
  return { intent, checks: await sealChecks({ ...checks, state }, intent.provider) }
}

type Checks = z.output<typeof checksSchema> & { state: string }

// As next-auth seals them itself.
async function sealChecks(checks: Checks, provider: string): Promise<string> {
  const names = danceCookieNames()
  const present = (['state', 'nonce', 'pkceCodeVerifier'] as const).filter((check) => checks[check] !== undefined)
  const pairs = present.map(async (check) => {
    const token = { value: checks[check], provider }
    const sealed = await encode({ token, secret: env.AUTH_SECRET, salt: names[check], maxAge: INTENT_SECONDS })
    return `${names[check]}=${sealed}`
  })
  return (await Promise.all(pairs)).join('; ')
}
