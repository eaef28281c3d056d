import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { activityQuerySchema, listActivity } from '@/lib/audit/list-activity'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { EmptyState } from '@/lib/ui/empty-state'
import { Page } from '@/lib/ui/page'
import { requireUser } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { ActivityRow } from './activity-row'

export async function generateMetadata() {
  const t = await getTranslations('activity')
  return { title: t('title') }
}

export default async function ActivityPage({ searchParams }: PageQuery) {
  const { id: userId } = await requireUser()
  const { after } = activityQuerySchema.parse(await readQuery(searchParams))
  const { events, next } = await listActivity({ userId, after })
  const t = await getTranslations('activity')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card>
        {events.length === 0 && <EmptyState title={t('none')} text={t('noneHint')} />}
        <ol aria-label={t('title')} className="-my-4 divide-y divide-line">
          {events.map((activity) => (
            <ActivityRow key={activity.id} activity={activity} />
          ))}
        </ol>
      </Card>
      <p className="flex flex-wrap gap-6">
        {next && (
          <Link href={`/activity?${new URLSearchParams({ after: next })}`} className={linkClass}>
            {t('older')}
          </Link>
        )}
        {after && (
          <Link href="/activity" className={linkClass}>
            {t('newest')}
          </Link>
        )}
      </p>
      <p className="text-ink-soft">
        {t('notYou')}{' '}
        <Link href="/security/password" className={linkClass}>
          {t('secure')}
        </Link>
      </p>
    </Page>
  )
}
