import Link from 'next/link'
import { getLocale, getTranslations } from 'next-intl/server'
import { findOfferedConnection } from '@/lib/social/offer-connection'
import { providerName } from '@/lib/social/providers'
import { Card } from '@/lib/ui/card'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { findOffer } from '@/lib/web/link-cookie'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { linkAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('account.connections')
  return { title: t('confirmTitle') }
}

export default async function ConfirmConnectionPage({ searchParams }: PageQuery) {
  const { offer = '' } = await readQuery(searchParams)
  const { user, session } = await requireRecentSignIn(`/security/connections/confirm?${new URLSearchParams({ offer })}`)
  const t = await getTranslations('account.connections')
  const token = await findOffer(offer)
  const offered = token ? await findOfferedConnection(token, { userId: user.id, sessionId: session.id }) : null
  if (!offered) {
    return (
      <Page width="narrow" title={t('expiredTitle')} lead={t('expired')}>
        <Link href="/security/connections" className={buttonClass.primary}>
          {t('back')}
        </Link>
      </Page>
    )
  }
  const provider = await providerName(offered.provider, await getLocale())
  const name = offered.email ?? offered.name
  return (
    <Page width="narrow" title={t('confirmTitle')} lead={t('confirmLead', { provider, email: user.email })}>
      <Card>
        <p className="wrap-anywhere font-semibold">{name ? t('confirmWho', { provider, name }) : provider}</p>
        <Form action={linkAction}>
          <input type="hidden" name="offer" value={offer} />
          <SubmitButton>{t('confirmSubmit', { provider })}</SubmitButton>
        </Form>
        <Link href="/security/connections" className={linkClass}>
          {t('cancel')}
        </Link>
      </Card>
    </Page>
  )
}
