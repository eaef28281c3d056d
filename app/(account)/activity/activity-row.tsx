import { getFormatter, getTranslations } from 'next-intl/server'
import type { Activity } from '@/lib/audit/list-activity'
import { describeDevice } from '@/lib/sessions/device'
import { Badge } from '@/lib/ui/badge'
import { deviceName } from '@/lib/ui/device-name'

type Key = Parameters<Awaited<ReturnType<typeof getTranslations<'activity'>>>['has']>[0]

export async function ActivityRow({ activity }: { activity: Activity }) {
  const { at, event, outcome, ip, userAgent, isByStaff } = activity
  const t = await getTranslations('activity')
  const format = await getFormatter()
  const key = `event.${event}` as Key
  const device = await deviceName(describeDevice(userAgent))
  return (
    <li className="grid gap-1 py-4">
      <p className="flex flex-wrap items-center gap-2 font-semibold">
        {t.has(key) ? t(key as 'event.account.sign_in') : event}
        {outcome !== 'success' && <Badge>{t(outcome)}</Badge>}
      </p>
      <p className="break-words text-ink-soft text-sm">
        <time dateTime={at.toISOString()}>{format.dateTime(at, 'moment')}</time>
        <br />
        {isByStaff ? t('byStaff') : t('fromDevice', { device, ip: ip || '–' })}
      </p>
    </li>
  )
}
