import { getLocale, getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { isLastWayIn } from '@/lib/social/last-way-in'
import { listNumberedIdentities } from '@/lib/social/list-identities'
import { listProviders, providerNames } from '@/lib/social/providers'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { Page } from '@/lib/ui/page'
import { ProviderButtons } from '@/lib/ui/provider-buttons'
import { ProviderProblem } from '@/lib/ui/provider-problem'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { ConnectionRow } from './connection-row'

const noticeSchema = z.enum(['linked', 'unlinked'])

export async function generateMetadata() {
  const t = await getTranslations('account.connections')
  return { title: t('title') }
}

export default async function ConnectionsPage({ searchParams }: PageQuery) {
  const { user } = await requireRecentSignIn('/security/connections')
  const query = await readQuery(searchParams)
  const notice = noticeSchema.safeParse(query.notice).data
  const identities = await listNumberedIdentities(user.id)
  const providers = await listProviders()
  const nameOf = await providerNames(await getLocale())
  const t = await getTranslations('account.connections')
  const { hasPassword } = user
  const isLast = (number: number) => isLastWayIn(number, { hasPassword, identities, providers })
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice && <Alert tone="good">{t(notice)}</Alert>}
      <ProviderProblem query={query} />
      <Card>
        {identities.length === 0 ? (
          <p className="text-ink-soft">{t('none')}</p>
        ) : (
          <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
            {identities.map((identity) => (
              <ConnectionRow
                key={identity.number}
                identity={identity}
                provider={nameOf(identity.provider)}
                canUnlink={!isLast(identity.number)}
              />
            ))}
          </ul>
        )}
        {identities.some(({ number }) => isLast(number)) && <p className="text-ink-soft">{t('lastWayIn')}</p>}
      </Card>
      {providers.length > 0 && (
        <Card title={t('add')}>
          <p className="text-ink-soft">{t('addHint')}</p>
          <ProviderButtons providers={providers} act="link" next="/security/connections" />
        </Card>
      )}
    </Page>
  )
}
