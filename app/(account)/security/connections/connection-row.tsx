import { getFormatter, getTranslations } from 'next-intl/server'
import type { NumberedIdentity } from '@/lib/social/list-identities'
import { Form } from '@/lib/ui/form'
import { SubmitButton } from '@/lib/ui/submit-button'
import { unlinkAction } from './actions'

type ConnectionRowProps = { identity: NumberedIdentity; provider: string; canUnlink: boolean }

export async function ConnectionRow({ identity, provider, canUnlink }: ConnectionRowProps) {
  const { number, email, lastUsedAt, createdAt } = identity
  const t = await getTranslations('account.connections')
  const format = await getFormatter()
  const moment = (at: Date) => format.dateTime(at, 'moment')
  return (
    <li className="flex flex-wrap items-center gap-4 py-4">
      <div className="min-w-48 flex-1">
        <p className="font-semibold">
          {provider} {email && <span className="break-all font-normal">{email}</span>}
        </p>
        <p className="text-ink-soft text-sm">
          {t('since', { when: moment(createdAt) })}{' '}
          {lastUsedAt ? t('lastUsed', { when: moment(lastUsedAt) }) : t('neverUsed')}
        </p>
      </div>
      {canUnlink && (
        <Form action={unlinkAction}>
          <input type="hidden" name="number" value={number} />
          <SubmitButton look="danger" label={t('unlinkLabel', { provider })}>
            {t('unlink')}
          </SubmitButton>
        </Form>
      )}
    </li>
  )
}
