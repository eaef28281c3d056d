import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { env } from '@/lib/env'
import { externalBrowserLink, type InAppBrowser } from '@/lib/sessions/in-app-browser'
import { offerHandOffAction } from '@/lib/web/hand-off-actions'
import { buttonClass } from './classes'
import { Form } from './form'
import { HandOffCode } from './hand-off-code'
import { SubmitButton } from './submit-button'

type OpenInBrowserProps = {
  browser: InAppBrowser
  /** Who refuses this browser. */
  provider: string
  /** The page to open in the other browser; a path of ours. */
  path: string
  /** What the button of the provider would send. */
  children: ReactNode
}

/** Stands where the button of a provider would that refuses the browsers inside of apps. */
export async function OpenInBrowser({ browser, provider, path, children }: OpenInBrowserProps) {
  const t = await getTranslations('social.inApp')
  const { app } = browser
  const link = externalBrowserLink(browser, env.AUTH_URL + path)
  const address = `${env.AUTH_URL}/continue`
  return (
    <div className="grid gap-3">
      <p className="text-ink-soft">{t(link ? 'why' : 'whyAndHow', { app, provider })}</p>
      {link && (
        <a href={link} className={buttonClass.secondary}>
          {t('open')}
        </a>
      )}
      <Form action={offerHandOffAction} className="grid gap-3">
        {children}
        <HandOffCode
          label={t('code')}
          hint={t('codeHint', { address: address.replace(/^https?:\/\//, '') })}
          onceOnly={t('onceOnly')}
          address={address}
          copy={t('copy')}
          copied={t('copied')}
          instead={<SubmitButton look={link ? 'quiet' : 'secondary'}>{t('getCode')}</SubmitButton>}
        />
      </Form>
    </div>
  )
}
