import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { listPersonalTokens } from '@/lib/tokens/list-personal-tokens'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { EmptyState } from '@/lib/ui/empty-state'
import { Page } from '@/lib/ui/page'
import { requireUser } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { TokenRow } from './token-row'

export async function generateMetadata() {
  const t = await getTranslations('account.tokens')
  return { title: t('title') }
}

export default async function TokensPage({ searchParams }: PageQuery) {
  const user = await requireUser()
  const { notice } = await readQuery(searchParams)
  const tokens = await listPersonalTokens(user.id)
  const t = await getTranslations('account.tokens')
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice === 'revoked' && <Alert tone="good">{t('revoked')}</Alert>}
      {tokens.length === 0 ? (
        <EmptyState title={t('none')} text={t('noneHint')} />
      ) : (
        <Card>
          <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </ul>
        </Card>
      )}
      <Link href="/security/tokens/new" className={`${buttonClass.primary} justify-self-start`}>
        {t('create')}
      </Link>
    </Page>
  )
}
