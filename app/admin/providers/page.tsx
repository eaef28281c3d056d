import Link from 'next/link'
import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { listConfiguredProviders } from '@/lib/social/list-configured-providers'
import { nameIn } from '@/lib/social/name-in'
import { nameOfKind } from '@/lib/social/provider-settings'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { EmptyState } from '@/lib/ui/empty-state'
import { Page } from '@/lib/ui/page'
import { ProviderProblem } from '@/lib/ui/provider-problem'
import { requireOwner } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { FindingText } from './finding-text'
import { ProviderRow } from './provider-row'

const noticeSchema = z.enum(['enable', 'disable', 'delete'])

export async function generateMetadata() {
  const t = await getTranslations('admin.providers')
  return { title: t('title') }
}

export default async function ProvidersPage({ searchParams }: PageQuery) {
  await requireOwner()
  const query = await readQuery(searchParams)
  const { providers, unusable, missing } = await listConfiguredProviders()
  const [t, locale] = [await getTranslations('admin.providers'), await getLocale()]
  const notice = noticeSchema.safeParse(query.notice).data
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice && <Alert tone="good">{t(`notices.${notice}`)}</Alert>}
      <ProviderProblem query={query} />
      {unusable.map(({ provider, name, finding }) => (
        <Alert key={provider} tone="danger">
          {name}: <FindingText finding={finding} /> <Link href={`/admin/providers/${provider}`}>{t('open')}</Link>
        </Alert>
      ))}
      <Card>
        {providers.length === 0 && <EmptyState title={t('none')} text={t('noneHint')} />}
        <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
          {providers.map((provider) => (
            <ProviderRow key={provider.id} provider={provider} />
          ))}
        </ul>
      </Card>
      <Card title={t('add')}>
        <p className="text-ink-soft">{t('addHint')}</p>
        <div className="flex flex-wrap gap-3">
          {missing.map((kind) => (
            <Link key={kind} href={`/admin/providers/new?kind=${kind}`} className={buttonClass.secondary}>
              {nameIn(locale, { kind, name: nameOfKind(kind) })}
            </Link>
          ))}
          <Link href="/admin/providers/new?kind=openid" className={buttonClass.secondary}>
            {t('otherOpenId')}
          </Link>
        </div>
      </Card>
    </Page>
  )
}
