import type { ProviderKind } from './provider-settings'

const koreanNames: Partial<Record<ProviderKind, string>> = { kakao: '카카오', naver: '네이버' }

/** What people of a language call a provider. */
export function nameIn(locale: string, { kind, name }: { kind: ProviderKind; name: string }): string {
  return (locale === 'ko' && koreanNames[kind]) || name
}
