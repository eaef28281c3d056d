import { emailSchema } from '@/lib/accounts/email'
import { AppError } from '@/lib/errors'
import type { DiscoveryDocument } from './discovery'
import type { OpenIdProvider, Provider, ProviderClaims, ProviderIdentity } from './provider'
import { providerKeys } from './provider-keys'
import { subjectSchema } from './subject'
import { verifyIdToken } from './verify-id-token'

type Tokens = {
  idToken: string | undefined
  accessToken?: string | undefined
  nonce?: string | undefined
  isNonceRequired?: boolean
}

const MAX_NAME = 80

/**
 * Reads who somebody is at a provider from an id_token, after verifying it.
 *
 * @throws AppError provider_failed: there is no id_token, or something is wrong with it
 */
export async function identityFromToken(
  { idToken, accessToken, nonce, isNonceRequired = true }: Tokens,
  { provider, document }: { provider: OpenIdProvider; document: DiscoveryDocument },
  now = new Date(),
): Promise<{ identity: ProviderIdentity; authTime: number | null }> {
  if (!idToken) throw new AppError('provider_failed', { reason: 'id_token_missing' })
  const keys = providerKeys(document.jwks_uri)
  const verified = await verifyIdToken({ idToken, accessToken, provider, keys, nonce, isNonceRequired }, now).catch(
    (cause) => {
      throw new AppError('provider_failed', { reason: 'id_token_refused', cause })
    },
  )
  const claims = (await provider.completeClaims?.(verified, accessToken)) ?? verified
  return { identity: identityOf(claims, provider), authTime: claims.authTime }
}

/**
 * What the linking rules need of what a provider says about a person.
 * @throws AppError provider_failed: there is no subject that could be told from another
 */
export function identityOf(claims: ProviderClaims, provider: Provider): ProviderIdentity {
  return {
    provider: provider.id,
    subject: readSubject(claims.sub),
    issuer: provider.subjectIssuer,
    email: emailSchema.nullable().catch(null).parse(claims.email),
    isEmailVerified: claims.isEmailVerified,
    isAuthoritative: provider.isAuthoritative(claims),
    name: readableName(claims.name),
    locale: languageOf(claims.locale),
  }
}

function readSubject(sub: string): string {
  const subject = subjectSchema.safeParse(sub)
  if (!subject.success) throw new AppError('provider_failed', { reason: 'subject_unusable' })
  return subject.data
}

function readableName(name: string): string {
  const line = name
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .trim()
  return [...line].slice(0, MAX_NAME).join('')
}

function languageOf(tag: string | null): 'ko' | 'en' | null {
  const language = tag?.split(/[-_]/)[0]?.toLowerCase()
  return language === 'ko' || language === 'en' ? language : null
}
