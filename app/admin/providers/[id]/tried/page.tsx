import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { nameIn } from '@/lib/social/name-in'
import { findProviderSettings } from '@/lib/social/providers'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'
import { requireOwner } from '@/lib/web/current-user'
import { findTrial } from '@/lib/web/provider-trial'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata() {
  const t = await getTranslations('admin.providers.tried')
  return { title: t('title') }
}

export default async function TriedPage({ params }: Props) {
  await requireOwner()
  const { id } = await params
  const [settings, trial] = [await findProviderSettings(id), await findTrial(id)]
  if (!settings || !trial) notFound()
  const t = await getTranslations('admin.providers.tried')
  const rows = [
    { label: t('subject'), text: trial.subject },
    { label: t('email'), text: trial.email ?? t('noEmail') },
    { label: t('vouched'), text: t(trial.isEmailVerified ? 'yes' : 'no') },
    { label: t('authoritative'), text: t(trial.isAuthoritative ? 'yes' : 'no') },
    { label: t('outcome'), text: t(`outcomes.${trial.outcome}`) },
  ]
  return (
    <Page title={t('title')}>
      <Alert tone="good">{t('works', { provider: nameIn(await getLocale(), settings) })}</Alert>
      <Card>
        <dl className="grid gap-4">
          {rows.map(({ label, text }) => (
            <div key={label}>
              <dt className="text-ink-soft text-sm">{label}</dt>
              <dd className="break-words">{text}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Link href={`/admin/providers/${id}`} className={linkClass}>
        {t('back')}
      </Link>
    </Page>
  )
}
