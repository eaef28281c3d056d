import Link from 'next/link'
import { getFormatter, getLocale, getTranslations } from 'next-intl/server'
import { listIdentities } from '@/lib/social/list-identities'
import { providerNames } from '@/lib/social/providers'
import { countPersonalTokens } from '@/lib/tokens/list-personal-tokens'
import { Alert } from '@/lib/ui/alert'
import { Badge } from '@/lib/ui/badge'
import { Card } from '@/lib/ui/card'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'
import { requireSignIn } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'

export async function generateMetadata() {
  const t = await getTranslations('account.security')
  return { title: t('title') }
}

export default async function SecurityPage({ searchParams }: PageQuery) {
  const { user, session } = await requireSignIn()
  const { notice } = await readQuery(searchParams)
  const identities = await listIdentities(user.id)
  const tokenCount = await countPersonalTokens(user.id)
  const t = await getTranslations('account.security')
  const tokens = await getTranslations('account.tokens')
  const addresses = await getTranslations('account.addresses')
  const connections = await getTranslations('account.connections')
  const devices = await getTranslations('account.devices')
  const format = await getFormatter()
  const moment = (at: Date) => format.dateTime(at, 'moment')
  const { method: by } = session
  const nameOf = await providerNames(await getLocale())
  const method = by === 'password' || by === 'code' ? devices(`method.${by}`) : nameOf(by)
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice === 'passwordChanged' && <Alert tone="good">{t('passwordChanged')}</Alert>}
      <Card title={t('email')}>
        <p className="flex flex-wrap items-center gap-2">
          <span className="break-all">{user.email}</span>
          <Badge>
            {user.emailVerifiedAt ? t('verified', { when: moment(user.emailVerifiedAt) }) : t('notVerified')}
          </Badge>
        </p>
        <Link href="/security/addresses" className={`${buttonClass.secondary} justify-self-start`}>
          {addresses('manage')}
        </Link>
      </Card>
      <Card title={t('password')}>
        <p>{t(user.hasPassword ? 'passwordSet' : 'passwordNotSet')}</p>
        <Link href="/security/password" className={`${buttonClass.secondary} justify-self-start`}>
          {t(user.hasPassword ? 'changePassword' : 'setPassword')}
        </Link>
      </Card>
      <Card title={t('providers')}>
        {identities.length === 0 ? (
          <p className="text-ink-soft">{t('noProviders')}</p>
        ) : (
          <ul className="grid gap-3">
            {identities.map(({ provider, email, lastUsedAt }) => (
              <li key={provider + email}>
                <p className="font-semibold">
                  {nameOf(provider)} {email && <span className="break-all font-normal">{email}</span>}
                </p>
                <p className="text-ink-soft text-sm">
                  {lastUsedAt ? t('lastUsed', { when: moment(lastUsedAt) }) : t('neverUsed')}
                </p>
              </li>
            ))}
          </ul>
        )}
        <Link href="/security/connections" className={`${buttonClass.secondary} justify-self-start`}>
          {connections('manage')}
        </Link>
      </Card>
      <Card title={tokens('title')}>
        <p>{tokens('count', { count: tokenCount })}</p>
        <Link href="/security/tokens" className={`${buttonClass.secondary} justify-self-start`}>
          {tokens('manage')}
        </Link>
      </Card>
      <p className="text-ink-soft">
        {t('signedIn', { when: moment(session.authenticatedAt), method })}{' '}
        <Link href="/devices" className={linkClass}>
          {t('seeDevices')}
        </Link>
      </p>
    </Page>
  )
}
