import type { Metadata } from 'next'
import Link from 'next/link'
import { getLocale, getTranslations } from 'next-intl/server'
import { safeNext } from '@/lib/http/safe-next'
import { findLinkOffer } from '@/lib/social/link-with-password'
import { providerName } from '@/lib/social/providers'
import { Card } from '@/lib/ui/card'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'
import { linkCookie } from '@/lib/web/link-cookie'
import { LinkAccountForm } from './form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('social.link')
  return { title: t('title') }
}

type LinkAccountPageProps = { searchParams: Promise<{ next?: string | string[] }> }

export default async function LinkAccountPage({ searchParams }: LinkAccountPageProps) {
  const t = await getTranslations('social.link')
  const pendingToken = await linkCookie.read()
  const offer = pendingToken ? await findLinkOffer(pendingToken) : null
  if (!offer) {
    return (
      <Page width="narrow" title={t('expiredTitle')} lead={t('expired')}>
        <Link href="/login" className={buttonClass.primary}>
          {t('toLogin')}
        </Link>
      </Page>
    )
  }
  const { next } = await searchParams
  const provider = await providerName(offer.provider, await getLocale())
  return (
    <Page width="narrow" title={t('title')} lead={t('lead', { provider, email: offer.email })}>
      <Card>
        <p>{t('why', { provider })}</p>
        {offer.hasPassword ? (
          <LinkAccountForm email={offer.email} provider={provider} next={typeof next === 'string' ? next : ''} />
        ) : (
          <p>{t(offer.isCodeEnough ? 'noPassword' : 'noPasswordNorCode', { provider })}</p>
        )}
        {offer.isCodeEnough && (
          <Link href={`/prove-address?${new URLSearchParams({ next: safeNext(next) })}`} className={linkClass}>
            {t('byCode')}
          </Link>
        )}
        <Link href="/login" className={linkClass}>
          {offer.hasPassword ? t('notNow') : t('toLogin')}
        </Link>
      </Card>
    </Page>
  )
}
