'use client'

import { useTranslations } from 'next-intl'
import { buttonClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'

type ErrorProps = { error: Error & { digest?: string }; retry: () => void }

export default function ErrorPage({ error, retry }: ErrorProps) {
  const t = useTranslations('problems')
  return (
    <Page title={t('error.title')} lead={t('error.text')} width="narrow">
      {error.digest && <p className="text-ink-soft text-sm">{t('error.faultNumber', { id: error.digest })}</p>}
      <button type="button" onClick={retry} className={buttonClass.secondary}>
        {t('error.retry')}
      </button>
      {/* A whole new page load: whatever broke must not be kept. */}
      <a href="/" className={buttonClass.quiet}>
        {t('toHome')}
      </a>
    </Page>
  )
}
