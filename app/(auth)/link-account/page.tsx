import type { Metadata } from 'next'
import Link from 'next/link'
import { getLocale, getTranslations } from 'next-intl/server'
import { safeNext } from '@/lib/http/safe-next'
import { findLinkOffer } from '@/lib/social/link-with-password'
import { providerName } from '@/lib/social/providers'
import { Card } from '@/lib/ui/card'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'
import { findOffer } from '@/lib/web/link-cookie'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { LinkAccountForm } from './form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('social.link')
  return { title: t('title') }
}

export default async function LinkAccountPage({ searchParams }: PageQuery) {
  const t = await getTranslations('social.link')
  const query = await readQuery(searchParams)
  const pendingToken = await findOffer(query.offer)
  const offered = pendingToken ? await findLinkOffer(pendingToken) : null
  if (!offered) {
    return (
      <Page width="narrow" title={t('expiredTitle')} lead={t('expired')}>
        <Link href="/login" className={buttonClass.primary}>
          {t('toLogin')}
        </Link>
      </Page>
    )
  }
  const [offer, next] = [query.offer ?? '', safeNext(query.next)]
  const { email, hasPassword, isCodeEnough } = offered
  const provider = await providerName(offered.provider, await getLocale())
  const toLogin = hasPassword || isCodeEnough ? '/login' : '/login?next=/security/connections'
  return (
    <Page width="narrow" title={t('title')} lead={t('lead', { provider, email })}>
      <Card>
        <p>{t('why', { provider })}</p>
        {hasPassword ? (
          <LinkAccountForm email={email} provider={provider} offer={offer} next={next} />
        ) : (
          <p>{t(isCodeEnough ? 'noPassword' : 'noPasswordNorCode', { provider })}</p>
        )}
        {isCodeEnough && (
          <Link href={`/prove-address?${new URLSearchParams({ offer, next })}`} className={linkClass}>
            {t('byCode')}
          </Link>
        )}
        <Link href={toLogin} className={linkClass}>
          {hasPassword ? t('notNow') : t('toLogin')}
        </Link>
      </Card>
    </Page>
  )
}
