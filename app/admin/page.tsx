import { getFormatter, getTranslations } from 'next-intl/server'
import { getOverview } from '@/lib/accounts/get-overview'
import { Page } from '@/lib/ui/page'
import { requireStaff } from '@/lib/web/current-user'

export async function generateMetadata() {
  const t = await getTranslations('admin')
  return { title: t('title') }
}

export default async function AdminPage() {
  const user = await requireStaff()
  const overview = await getOverview()
  const t = await getTranslations('admin')
  const format = await getFormatter()
  const figures = ['people', 'liveSignIns', 'unconfirmed', 'waitingMail'] as const
  return (
    <Page title={t('title')} lead={t('role', { role: t(`roleName.${user.role}`) })}>
      <dl className="grid gap-4 sm:grid-cols-2">
        {figures.map((figure) => (
          <div key={figure} className="rounded-2xl border border-line bg-surface p-5">
            <dt className="text-ink-soft">{t(figure)}</dt>
            <dd className="font-bold text-3xl tabular-nums">{format.number(overview[figure])}</dd>
          </div>
        ))}
      </dl>
    </Page>
  )
}
