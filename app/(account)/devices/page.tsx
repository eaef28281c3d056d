import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { listSessions } from '@/lib/sessions/end-sessions'
import { countPersonalTokens } from '@/lib/tokens/list-personal-tokens'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { Checkbox } from '@/lib/ui/checkbox'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireSignIn } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { endAllSessionsAction, endOtherSessionsAction } from './actions'
import { DeviceRow } from './device-row'

const noticeSchema = z.enum(['ended', 'endedOthers', 'confirmed'])

export async function generateMetadata() {
  const t = await getTranslations('account.devices')
  return { title: t('title') }
}

export default async function DevicesPage({ searchParams }: PageQuery) {
  const { user, session: current } = await requireSignIn()
  const query = await readQuery(searchParams)
  const sessions = await listSessions(user.id)
  const tokenCount = await countPersonalTokens(user.id)
  const t = await getTranslations('account.devices')
  const tokens = await getTranslations('account.tokens')
  const notice = noticeSchema.safeParse(query.notice).data
  const others = sessions.filter(({ id }) => id !== current.id)
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice && <Alert tone="good">{t(notice)}</Alert>}
      <Card>
        <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
          {sessions
            .filter(({ id }) => id === current.id)
            .concat(others)
            .map((session) => (
              <DeviceRow key={session.id} session={session} isCurrent={session.id === current.id} />
            ))}
        </ul>
        {others.length === 0 && <p className="text-ink-soft">{t('onlyThis')}</p>}
      </Card>
      <div className="grid gap-3">
        <div className="flex flex-wrap gap-3">
          {others.length > 0 && (
            <Form action={endOtherSessionsAction}>
              <SubmitButton look="secondary">{t('endOthers')}</SubmitButton>
            </Form>
          )}
          <Form action={endAllSessionsAction} className="grid gap-1">
            {tokenCount > 0 && (
              <Checkbox name="revokesTokens" label={tokens('revokeAll', { count: tokenCount })} defaultChecked />
            )}
            <SubmitButton look="danger">{t('endAll')}</SubmitButton>
          </Form>
        </div>
        <p className="text-ink-soft text-sm">
          {t('endAllHint')} {t('confirmFirst')}
        </p>
      </div>
    </Page>
  )
}
