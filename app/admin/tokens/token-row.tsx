import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import { describeDevice } from '@/lib/sessions/device'
import type { ListedToken } from '@/lib/tokens/list-tokens'
import { Badge } from '@/lib/ui/badge'
import { linkClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { SubmitButton } from '@/lib/ui/submit-button'
import { blacklistAction } from './actions'

export async function TokenRow({ token }: { token: ListedToken }) {
  const { jti, state, email, ip, userAgent, issuedAt, expiresAt, sessionId } = token
  const t = await getTranslations('admin.tokens')
  const format = await getFormatter()
  const { browser, os } = describeDevice(userAgent)
  const device = [browser, os].filter(Boolean).join(' · ')
  return (
    <li className="flex flex-wrap items-start gap-4 py-4">
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-2 break-all font-semibold">
          {email} <Badge>{t(state)}</Badge>
        </p>
        <p className="text-ink-soft text-sm">
          <code className="break-all">{jti}</code>
          <br />
          {t('times', { from: format.dateTime(issuedAt, 'moment'), to: format.dateTime(expiresAt, 'moment') })}
        </p>
        <Link href={`/admin/tokens?session=${sessionId}`} className={`${linkClass} text-sm`}>
          {t('device', { device: device || t('unknownDevice'), ip: ip || '–' })}
        </Link>
      </div>
      {state === 'live' && (
        <Form action={blacklistAction}>
          <input type="hidden" name="jti" value={jti} />
          <SubmitButton look="secondary" label={t('blacklistLabel', { email })}>
            {t('blacklist')}
          </SubmitButton>
        </Form>
      )}
    </li>
  )
}
