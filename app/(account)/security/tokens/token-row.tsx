import { getFormatter, getTranslations } from 'next-intl/server'
import { hasExpired, type PersonalToken } from '@/lib/tokens/personal-token'
import { Badge } from '@/lib/ui/badge'
import { buttonClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { SubmitButton } from '@/lib/ui/submit-button'
import { revokePersonalTokenAction } from './actions'

type TokenRowProps = { token: PersonalToken }

export async function TokenRow({ token }: TokenRowProps) {
  const t = await getTranslations('account.tokens')
  const format = await getFormatter()
  const moment = (at: Date) => format.dateTime(at, 'moment')
  const { name, scopes, createdAt, lastUsedAt, expiresAt } = token
  return (
    <li className="flex flex-wrap items-start gap-4 py-4">
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="break-words font-semibold">{name}</span>
          {scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </p>
        <p className="text-ink-soft text-sm">
          {lastUsedAt ? t('lastUsed', { when: moment(lastUsedAt) }) : t('neverUsed')}
          <br />
          {t('madeAt', { when: moment(createdAt) })}
          <br />
          {expiresAt && !hasExpired(token) && t('expires', { when: moment(expiresAt) })}
          {hasExpired(token) && <strong className="text-danger">{t('expired')}</strong>}
        </p>
      </div>
      <RevokeToken token={token} />
    </li>
  )
}

// A `details` element, so that it asks again without JavaScript too.
async function RevokeToken({ token: { id, name } }: TokenRowProps) {
  const t = await getTranslations('account.tokens')
  return (
    <details className="open:w-full">
      <summary
        aria-label={t('revokeLabel', { name })}
        className={`${buttonClass.secondary} list-none [&::-webkit-details-marker]:hidden`}
      >
        {t('revoke')}
      </summary>
      <div className="mt-3 grid gap-3">
        <p>{t('revokeHint')}</p>
        <Form action={revokePersonalTokenAction}>
          <input type="hidden" name="tokenId" value={id} />
          <SubmitButton look="danger" label={t('revokeConfirmLabel', { name })} className="justify-self-start">
            {t('revokeConfirm')}
          </SubmitButton>
        </Form>
      </div>
    </details>
  )
}
