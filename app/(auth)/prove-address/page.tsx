import type { Metadata } from 'next'
import Link from 'next/link'
import { getLocale, getTranslations } from 'next-intl/server'
import { safeNext } from '@/lib/http/safe-next'
import { findWaitingIdentity } from '@/lib/social/prove-address'
import { providerName } from '@/lib/social/providers'
import { Card } from '@/lib/ui/card'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { CodeField } from '@/lib/ui/code-field'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { codeCookie } from '@/lib/web/code-cookie'
import { findOffer } from '@/lib/web/link-cookie'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { claimAddressAction, proveAddressAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('social.address')
  return { title: t('title') }
}

export default async function ProveAddressPage({ searchParams }: PageQuery) {
  const t = await getTranslations('social')
  const query = await readQuery(searchParams)
  const pendingToken = await findOffer(query.offer)
  const waiting = pendingToken ? await findWaitingIdentity(pendingToken) : null
  if (!waiting) {
    return (
      <Page width="narrow" title={t('link.expiredTitle')} lead={t('link.expired')}>
        <Link href="/login" className={buttonClass.primary}>
          {t('link.toLogin')}
        </Link>
      </Page>
    )
  }
  const isSent = query.step === 'code'
  // The link in the mail does not say where to go on to.
  const kept = isSent ? await codeCookie.find() : null
  const onward = { offer: query.offer ?? '', next: safeNext(query.next ?? kept?.next) }
  const provider = await providerName(waiting.provider, await getLocale())
  return (
    <Page width="narrow" title={t('address.title')} lead={t(isSent ? 'address.sent' : 'address.lead', { provider })}>
      <Card>{isSent ? <TypeCode {...onward} /> : <ClaimAddress {...onward} email={waiting.email} />}</Card>
      <Link
        href={isSent ? `/prove-address?${new URLSearchParams(onward)}` : '/login'}
        className={`${linkClass} justify-self-start`}
      >
        {t(isSent ? 'address.again' : 'link.notNow')}
      </Link>
    </Page>
  )
}

type Onward = { offer: string; next: string }

async function ClaimAddress({ offer, next, email }: Onward & { email: string | null }) {
  const t = await getTranslations('social.address')
  return (
    <Form action={claimAddressAction}>
      <input type="hidden" name="offer" value={offer} />
      <input type="hidden" name="next" value={next} />
      <TextField
        name="email"
        type="email"
        label={t('email')}
        autoComplete="email"
        inputMode="email"
        required
        {...(email && { defaultValue: email })}
      />
      <SubmitButton>{t('submit')}</SubmitButton>
    </Form>
  )
}

async function TypeCode({ offer, next }: Onward) {
  const t = await getTranslations('social.address')
  return (
    <Form action={proveAddressAction}>
      <input type="hidden" name="offer" value={offer} />
      <input type="hidden" name="next" value={next} />
      <CodeField label={t('code')} hint={t('codeHint')} />
      <SubmitButton>{t('finish')}</SubmitButton>
    </Form>
  )
}
