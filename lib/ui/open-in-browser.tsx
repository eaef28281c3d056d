import { getTranslations } from 'next-intl/server'
import { env } from '@/lib/env'
import { externalBrowserLink, type InAppBrowser } from '@/lib/sessions/in-app-browser'
import { buttonClass } from './classes'
import { CopyButton } from './copy-button'

type OpenInBrowserProps = {
  browser: InAppBrowser
  /** Who refuses this browser. */
  provider: string
  /** Where to go on in the other browser; a path of ours. */
  path: string
}

/** Stands where the button of a provider would that refuses the browsers inside of apps. */
export async function OpenInBrowser({ browser, provider, path }: OpenInBrowserProps) {
  const t = await getTranslations('social.inApp')
  const { app } = browser
  const address = env.AUTH_URL + path
  const link = externalBrowserLink(browser, address)
  return (
    <div className="grid gap-3">
      <p className="text-ink-soft">{t(link ? 'why' : 'whyAndHow', { app, provider })}</p>
      {link ? (
        <a href={link} className={buttonClass.secondary}>
          {t('open')}
        </a>
      ) : (
        <>
          <p className="text-sm">{t('orCopy')}</p>
          <code className="select-all break-all rounded-lg border border-line-strong bg-raised px-3 py-2">
            {address}
          </code>
          <CopyButton text={address} copy={t('copy')} copied={t('copied')} look="secondary" />
        </>
      )}
    </div>
  )
}
