import { getTranslations } from 'next-intl/server'
import type { ProviderKind } from '@/lib/social/provider-settings'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'

const consoles: Partial<Record<ProviderKind, string>> = {
  google: 'https://console.cloud.google.com/auth/clients',
  kakao: 'https://developers.kakao.com/console/app',
  naver: 'https://developers.naver.com/apps/',
  github: 'https://github.com/settings/developers',
}

// A kind without one of its own is told what holds for all.
const guides = ['google', 'kakao', 'naver', 'github', 'openid'] as const

type ConsoleGuideProps = { kind: ProviderKind; redirectUri: string; origin: string }

/** What to press in the provider's console, step by step, with what has to be pasted there. */
export async function ConsoleGuide({ kind, redirectUri, origin }: ConsoleGuideProps) {
  const t = await getTranslations('admin.providers')
  const guide = guides.find((one) => one === kind) ?? 'openid'
  const steps = t(`guide.${guide}`, { origin })
  const place = consoles[kind]
  return (
    <Card title={t('guideTitle')}>
      <div className="grid gap-1.5">
        <h3 className="font-semibold">{t('redirectUri')}</h3>
        <p className="text-ink-soft text-sm">{t('redirectUriHint')}</p>
        <code className="select-all break-all rounded-lg border border-line-strong bg-raised px-3 py-2">
          {redirectUri}
        </code>
      </div>
      <ol className="grid list-decimal gap-2 pl-6">
        {steps.split('\n').map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {place && (
        <a href={place} target="_blank" rel="noreferrer" className={`${linkClass} justify-self-start`}>
          {t('toConsole')}
        </a>
      )}
    </Card>
  )
}
