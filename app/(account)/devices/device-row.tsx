import { getFormatter, getTranslations } from 'next-intl/server'
import { describeDevice } from '@/lib/sessions/device'
import type { Session } from '@/lib/sessions/session'
import { Badge } from '@/lib/ui/badge'
import { DeviceIcon } from '@/lib/ui/device-icon'
import { deviceName } from '@/lib/ui/device-name'
import { Form } from '@/lib/ui/form'
import { SubmitButton } from '@/lib/ui/submit-button'
import { endSessionAction } from './actions'

type DeviceRowProps = { session: Session; isCurrent: boolean }

export async function DeviceRow({ session, isCurrent }: DeviceRowProps) {
  const t = await getTranslations('account.devices')
  const format = await getFormatter()
  const device = describeDevice(session.userAgent)
  const name = await deviceName(device)
  const moment = (at: Date) => format.dateTime(at, 'moment')
  return (
    <li className="flex flex-wrap items-start gap-4 py-4">
      <DeviceIcon kind={device.kind} />
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          {name}
          {isCurrent && <Badge>{t('this')}</Badge>}
        </p>
        <p className="text-ink-soft text-sm">
          {t('lastSeen', { when: moment(session.lastSeenAt) })}
          <br />
          {t('firstSeen', { when: moment(session.createdAt) })}
          {session.ip && ` · ${t('ip', { ip: session.ip })}`}
        </p>
      </div>
      {!isCurrent && (
        <Form action={endSessionAction}>
          <input type="hidden" name="sessionId" value={session.id} />
          <SubmitButton look="secondary" label={t('endLabel', { device: name })}>
            {t('end')}
          </SubmitButton>
        </Form>
      )}
    </li>
  )
}
