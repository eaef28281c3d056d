import { z } from 'zod'
import { encrypt } from '@/lib/encryption'

/** What a provider issues besides the id_token. @see RFC 6749 section 5.1 */
export type IssuedTokens = {
  accessToken: string | undefined
  refreshToken?: string | undefined
  /** In epoch seconds. */
  expiresAt?: number | undefined
  scope?: string | undefined
}

/** The same as a row keeps it, under the columns' names: both tokens encrypted. */
export const keptTokensSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string().nullable(),
  expires_at: z.number().int().nullable(),
  scope: z.string().nullable(),
})

export type KeptTokens = z.output<typeof keptTokensSchema>

/** Encrypts what is to be kept; null where the provider issued no access token. */
export function sealTokens({ accessToken, refreshToken, expiresAt, scope }: IssuedTokens): KeptTokens | null {
  if (!accessToken) return null
  return {
    access_token: encrypt(accessToken),
    refresh_token: refreshToken ? encrypt(refreshToken) : null,
    expires_at: expiresAt === undefined ? null : Math.floor(expiresAt),
    scope: scope ?? null,
  }
}
