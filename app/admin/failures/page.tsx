import { getFormatter, getLocale, getTranslations } from 'next-intl/server'
import { admin } from '@/lib/messages/en/admin'
import { describeDevice } from '@/lib/sessions/device'
import { type Failure, listFailures } from '@/lib/social/list-failures'
import { providerNames } from '@/lib/social/providers'
import { Badge } from '@/lib/ui/badge'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { deviceName } from '@/lib/ui/device-name'
import { EmptyState } from '@/lib/ui/empty-state'
import { TextField } from '@/lib/ui/field'
import { Page } from '@/lib/ui/page'
import { requireOwner } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'

export async function generateMetadata() {
  const t = await getTranslations('admin.failures')
  return { title: t('title') }
}

export default async function FailuresPage({ searchParams }: PageQuery) {
  await requireOwner()
  const { incident = '' } = await readQuery(searchParams)
  const failures = await listFailures(incident || undefined)
  const nameOf = await providerNames(await getLocale())
  const t = await getTranslations('admin.failures')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card>
        <form className="grid items-end gap-4 sm:grid-cols-[1fr_auto]">
          <TextField name="incident" label={t('incident')} hint={t('incidentHint')} defaultValue={incident} />
          <button type="submit" className={buttonClass.secondary}>
            {t('find')}
          </button>
        </form>
      </Card>
      <Card>
        {failures.length === 0 ? (
          <EmptyState title={t('none')} text={t('noneHint')} />
        ) : (
          <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
            {failures.map((failure) => (
              <FailureRow key={failure.incident} failure={failure} providerName={nameOf(failure.provider)} />
            ))}
          </ul>
        )}
      </Card>
    </Page>
  )
}

type Step = keyof typeof admin.failures.reasons

function stepOf(reason: string): Step {
  return isStep(reason) ? reason : 'other'
}

function isStep(reason: string): reason is Step {
  return Object.hasOwn(admin.failures.reasons, reason)
}

async function FailureRow({ failure, providerName }: { failure: Failure; providerName: string }) {
  const { incident, at, reason, fault, values, cause, userAgent } = failure
  const t = await getTranslations()
  const format = await getFormatter()
  const step = stepOf(reason)
  return (
    <li className="grid gap-1 py-4">
      <p className="flex flex-wrap items-center gap-2">
        <code className="font-semibold">{incident}</code> <Badge>{providerName}</Badge>
        <span className="text-ink-soft text-sm">{format.dateTime(at, 'moment')}</span>
      </p>
      <dl className="grid gap-x-4 gap-y-1 break-words sm:grid-cols-[8rem_1fr]">
        <dt className="font-semibold">{t('admin.failures.check')}</dt>
        <dd>{t(`admin.failures.reasons.${step}`)}</dd>
        <dt className="font-semibold">{t('admin.failures.mend')}</dt>
        <dd className="min-w-0">{fault ? t(`doctor.fault.${fault}`, values) : t(`admin.failures.mends.${step}`)}</dd>
        {cause && !fault && (
          <>
            <dt className="font-semibold">{t('admin.failures.said')}</dt>
            <dd className="min-w-0">
              <code>{cause}</code>
            </dd>
          </>
        )}
      </dl>
      <p className="text-ink-soft text-sm">{await deviceName(describeDevice(userAgent))}</p>
    </li>
  )
}
