import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '@/lib/env'
import { ownCookieName } from '@/lib/http/own-cookie'
import { readCookie } from '@/lib/http/read-cookie'

// Ours are about 400 characters; whatever is much longer is not one of ours and is not worth decrypting.
const MAX_LENGTH = 1_024

const headerSchema = z.strictObject({ alg: z.literal('dir'), enc: z.literal('A256CBC-HS512'), kid: z.string() })
const payloadSchema = z.object({ sid: z.string().regex(/^[\w-]{43}$/) })

export function sessionCookieName(): string {
  return ownCookieName('session')
}

/** Encrypts a session's secret for its cookie; the key serves this cookie and nothing else. */
export function sealSessionSecret(secret: string, maxAgeSeconds: number): Promise<string> {
  return encode({ token: { sid: secret }, secret: env.AUTH_SECRET, salt: sessionCookieName(), maxAge: maxAgeSeconds })
}

/** Reads the secret out of a cookie; null for everything that `sealSessionSecret` did not make. */
export async function openSessionToken(token: string): Promise<string | null> {
  if (token.length > MAX_LENGTH || !hasOurHeader(token)) return null
  try {
    const payload = await decode({ token, secret: env.AUTH_SECRET, salt: sessionCookieName() })
    return payloadSchema.safeParse(payload).data?.sid ?? null
  } catch {
    // Altered, expired, or made with another key: whoever sends it is nobody.
    return null
  }
}

// Before any key is derived: no compression, no key wrapping, no password-based iterations.
function hasOurHeader(token: string): boolean {
  try {
    const [header = ''] = token.split('.')
    return headerSchema.safeParse(JSON.parse(Buffer.from(header, 'base64url').toString())).success
  } catch {
    return false
  }
}

/** The secret in a browser's cookies; null without one, with two of that name, or with one we did not make. */
export async function openSessionCookie(cookieHeader: string | null): Promise<string | null> {
  const token = readCookie(cookieHeader, sessionCookieName())
  return token ? openSessionToken(token) : null
}
