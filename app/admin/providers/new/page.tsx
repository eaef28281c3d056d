import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { env } from '@/lib/env'
import { redirectUriOf } from '@/lib/social/kinds/openid'
import { nameOfKind, providerKinds } from '@/lib/social/provider-settings'
import { Page } from '@/lib/ui/page'
import { requireOwner, requireRecentSignIn } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { ConsoleGuide } from '../console-guide'
import { ProviderForm } from '../provider-form'

const kindSchema = z.enum(providerKinds).catch('openid')

export async function generateMetadata() {
  const t = await getTranslations('admin.providers')
  return { title: t('add') }
}

export default async function NewProviderPage({ searchParams }: PageQuery) {
  await requireOwner()
  const kind = kindSchema.parse((await readQuery(searchParams)).kind)
  await requireRecentSignIn(`/admin/providers/new?kind=${kind}`)
  const t = await getTranslations('admin.providers')
  const id = kind === 'openid' ? t('idPlaceholder') : kind
  const title = kind === 'openid' ? t('otherOpenId') : nameOfKind(kind)
  return (
    <Page title={title} lead={t('newLead')}>
      <ConsoleGuide kind={kind} redirectUri={redirectUriOf(id)} origin={env.AUTH_URL} />
      <ProviderForm kind={kind} />
    </Page>
  )
}
