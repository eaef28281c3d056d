import { env } from '@/lib/env'

/** The keys of one provider, wherever they come from. */
export type ProviderSettings = {
  id: string
  kind: ProviderKind
  name: string
  clientId: string
  clientSecret: string
  nativeClientIds: string[]
  /** The issuer of an OpenID provider, or where an OAuth provider is found. */
  issuer: string
}

export const providerKinds = ['google', 'github', 'kakao', 'naver', 'openid'] as const
export type ProviderKind = (typeof providerKinds)[number]

/** The providers that have keys, in the order their buttons appear. */
export async function listProviderSettings(): Promise<ProviderSettings[]> {
  return fromEnvironment()
}

function fromEnvironment(): ProviderSettings[] {
  const named = [
    given(
      'google',
      'Google',
      [env.AUTH_GOOGLE_ID, env.AUTH_GOOGLE_SECRET, env.AUTH_GOOGLE_ISSUER],
      env.AUTH_GOOGLE_NATIVE_IDS,
    ),
    given(
      'kakao',
      'Kakao',
      [env.AUTH_KAKAO_ID, env.AUTH_KAKAO_SECRET, env.AUTH_KAKAO_ISSUER],
      env.AUTH_KAKAO_NATIVE_IDS,
    ),
    given('naver', 'Naver', [env.AUTH_NAVER_ID, env.AUTH_NAVER_SECRET, env.AUTH_NAVER_URL]),
    given('github', 'GitHub', [env.AUTH_GITHUB_ID, env.AUTH_GITHUB_SECRET, env.AUTH_GITHUB_URL]),
  ]
  const openId = env.OPENID_PROVIDERS.map((settings) => ({ ...settings, kind: 'openid' as const }))
  return [...named.flat(), ...openId]
}

function given(
  kind: ProviderKind,
  name: string,
  [clientId, clientSecret, issuer]: [string | undefined, string | undefined, string],
  nativeClientIds: string[] = [],
): ProviderSettings[] {
  if (!clientId || !clientSecret) return []
  return [{ id: kind, kind, name, clientId, clientSecret, nativeClientIds, issuer }]
}
