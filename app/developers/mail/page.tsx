import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { isPreviewOpen, previewLocales, previewMail, templateNames } from '@/lib/mail/preview-mail'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'

export async function generateMetadata() {
  const t = await getTranslations('developers.mail')
  return { title: t('title') }
}

export default async function TemplatesPage() {
  if (!isPreviewOpen()) notFound()
  const t = await getTranslations('developers.mail')
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card>
        <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
          {templateNames().map((template) => (
            <li key={template} className="grid gap-1 py-4">
              <Link href={`/developers/mail/${template}`} className={linkClass}>
                <code>{template}</code>
              </Link>
              {previewLocales.map((locale) => (
                <p key={locale} lang={locale}>
                  {previewMail(template, locale)?.subject}
                </p>
              ))}
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  )
}
