import Link from 'next/link'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'
import { requireUser } from '@/lib/web/current-user'
import { AnswerOfMe } from './answer-of-me'

export async function generateMetadata() {
  const t = await getTranslations('account.example')
  return { title: t('title') }
}

/** The example of docs/client.md: a page that calls a JSON endpoint by script. */
export default async function ExamplePage() {
  await requireUser()
  const t = await getTranslations('account.example')
  const { example } = (await getMessages()).account
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card title="GET /accounts/me/">
        <NextIntlClientProvider messages={{ account: { example } }}>
          <AnswerOfMe />
        </NextIntlClientProvider>
        <p className="hidden noscript:block">
          {t('withoutScripts')}{' '}
          <Link href="/profile" className={linkClass}>
            {t('toProfile')}
          </Link>
        </p>
      </Card>
    </Page>
  )
}
