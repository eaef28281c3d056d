import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { buttonClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'

export async function generateMetadata() {
  const t = await getTranslations('problems.notFound')
  return { title: t('title') }
}

export default async function NotFound() {
  const t = await getTranslations('problems')
  return (
    <Page title={t('notFound.title')} lead={t('notFound.text')} width="narrow">
      <Link href="/" className={buttonClass.secondary}>
        {t('toHome')}
      </Link>
    </Page>
  )
}
