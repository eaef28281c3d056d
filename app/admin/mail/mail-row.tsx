import { getFormatter, getTranslations } from 'next-intl/server'
import type { OutboxMail } from '@/lib/mail/list-outbox'
import { Badge } from '@/lib/ui/badge'
import { Form } from '@/lib/ui/form'
import { SubmitButton } from '@/lib/ui/submit-button'
import { retryAction } from './actions'

export async function MailRow({ mail }: { mail: OutboxMail }) {
  const { id, recipient, template, state, attempts, createdAt, lastError, canRetry } = mail
  const t = await getTranslations('admin.mail')
  const format = await getFormatter()
  const { key, moment } = latestMoment(mail)
  const times = [
    t('writtenAt', { at: format.dateTime(createdAt, 'moment') }),
    moment && t(key, { at: format.dateTime(moment, 'moment') }),
    t('attempts', { count: attempts }),
  ]
  return (
    <li className="flex flex-wrap items-start gap-4 py-4">
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-2 break-all font-semibold">
          {recipient} <Badge>{t(state)}</Badge>
        </p>
        <p className="text-ink-soft text-sm">
          <code className="break-all">{template}</code>
          <br />
          {times.filter(Boolean).join(' · ')}
        </p>
        {lastError && <p className="break-words text-sm">{lastError}</p>}
        {state === 'dead' && !canRetry && <p className="text-ink-soft text-sm">{t('bodyGone')}</p>}
      </div>
      {canRetry && (
        <Form action={retryAction}>
          <input type="hidden" name="mailId" value={id} />
          <SubmitButton look="secondary" label={t('retryLabel', { recipient })}>
            {t('retry')}
          </SubmitButton>
        </Form>
      )}
    </li>
  )
}

function latestMoment({ state, sentAt, givenUpAt, nextAttemptAt }: OutboxMail) {
  if (state === 'sent') return { key: 'sentAt', moment: sentAt } as const
  if (state === 'dead') return { key: 'givenUpAt', moment: givenUpAt } as const
  return { key: 'nextAt', moment: nextAttemptAt } as const
}
