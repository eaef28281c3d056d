import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { waitTextOf } from '@/lib/messages/wait-text'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'
import { requireUser } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { ExportCard } from './export-card'

const noticeSchema = z.enum(['requested', 'confirmed'])
const errorSchema = z.enum(['token_invalid', 'too_many_requests', 'unavailable'])

export async function generateMetadata() {
  const t = await getTranslations('yourData')
  return { title: t('title') }
}

export default async function YourDataPage({ searchParams }: PageQuery) {
  const { id: userId } = await requireUser()
  const query = await readQuery(searchParams)
  const notice = noticeSchema.safeParse(query.notice).data
  const error = errorSchema.safeParse(query.error).data
  const t = await getTranslations('yourData')
  const problems = await getTranslations('problems')
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice && <Alert tone="good">{t(`export.${notice}`)}</Alert>}
      {error === 'token_invalid' && <Alert tone="danger">{t('export.invalid')}</Alert>}
      {error && error !== 'token_invalid' && (
        <Alert tone="danger">{problems(`codes.${error}`) + waitTextOf(query.wait, problems)}</Alert>
      )}
      <ExportCard userId={userId} />
      <Card title={t('deletion.title')}>
        <p>{t('deletion.text')}</p>
        <Link href="/your-data/delete" className={`${buttonClass.danger} justify-self-start`}>
          {t('deletion.start')}
        </Link>
      </Card>
    </Page>
  )
}
