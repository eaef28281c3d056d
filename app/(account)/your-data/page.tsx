import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'
import { requireUser } from '@/lib/web/current-user'

export async function generateMetadata() {
  const t = await getTranslations('yourData')
  return { title: t('title') }
}

export default async function YourDataPage() {
  await requireUser()
  const t = await getTranslations('yourData')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card title={t('deletion.title')}>
        <p>{t('deletion.text')}</p>
        <Link href="/your-data/delete" className={`${buttonClass.danger} justify-self-start`}>
          {t('deletion.start')}
        </Link>
      </Card>
    </Page>
  )
}
