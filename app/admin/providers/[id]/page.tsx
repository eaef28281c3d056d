import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { env } from '@/lib/env'
import { redirectUriOf } from '@/lib/social/kinds/openid'
import { findEditableApp } from '@/lib/social/list-configured-providers'
import { nameIn } from '@/lib/social/name-in'
import { providerKinds } from '@/lib/social/provider-settings'
import { findProviderSettings, providerName, providerOf } from '@/lib/social/providers'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { ProviderButtons } from '@/lib/ui/provider-buttons'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireOwner, requireRecentSignIn } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { actOnAppAction } from '../actions'
import { ConsoleGuide } from '../console-guide'
import { FindingText } from '../finding-text'
import { ProviderForm } from '../provider-form'

type Props = PageQuery & { params: Promise<{ id: string }> }

const noticeSchema = z.enum(['added', 'changed'])
const kindSchema = z.enum(providerKinds).catch('openid')

export async function generateMetadata({ params }: Props) {
  const { id } = await params
  return { title: await providerName(id, await getLocale()) }
}

export default async function ProviderPage({ params, searchParams }: Props) {
  await requireOwner()
  const { id } = await params
  await requireRecentSignIn(`/admin/providers/${encodeURIComponent(id)}`)
  const [settings, app] = [await findProviderSettings(id), await findEditableApp(id)]
  const kind = kindSchema.parse(settings?.kind ?? app?.kind)
  if (!settings && !app) notFound()
  const t = await getTranslations('admin.providers')
  const notice = noticeSchema.safeParse((await readQuery(searchParams)).notice).data
  const source = settings?.source ?? 'administration'
  return (
    <Page title={settings ? nameIn(await getLocale(), settings) : (app?.name ?? id)} lead={t(`sourceHint.${source}`)}>
      {notice && <Alert tone="good">{t(`notices.${notice}`)}</Alert>}
      {app?.finding.fault && (
        <Alert tone="danger">
          <FindingText finding={app.finding} />
        </Alert>
      )}
      {app && source === 'environment' && <Alert tone="danger">{t('overridden')}</Alert>}
      {settings && (
        <Card title={t('try')}>
          <p className="text-ink-soft">{t('tryHint')}</p>
          <Link href={`/admin/providers/${id}/check`} prefetch={false} className={buttonClass.secondary}>
            {t('check')}
          </Link>
          <ProviderButtons providers={[providerOf(settings)]} act="try" next={`/admin/providers/${id}`} />
        </Card>
      )}
      {source === 'simulator' && (
        <Link href={`/admin/providers/new?kind=${kind}`} className={buttonClass.primary}>
          {t('giveKeys')}
        </Link>
      )}
      <ConsoleGuide kind={kind} redirectUri={redirectUriOf(id)} origin={env.AUTH_URL} />
      {app && <ProviderForm kind={kind} app={app} />}
      {app && <Switches provider={id} isEnabled={app.isEnabled} />}
    </Page>
  )
}

async function Switches({ provider, isEnabled }: { provider: string; isEnabled: boolean }) {
  const t = await getTranslations('admin.providers')
  const acts = [
    { act: isEnabled ? 'disable' : 'enable', look: 'secondary' },
    { act: 'delete', look: 'danger' },
  ] as const
  return (
    <div className="flex flex-wrap gap-3">
      {acts.map(({ act, look }) => (
        <Form key={act} action={actOnAppAction}>
          <input type="hidden" name="provider" value={provider} />
          <input type="hidden" name="act" value={act} />
          <SubmitButton look={look}>{t(act)}</SubmitButton>
        </Form>
      ))}
    </div>
  )
}
