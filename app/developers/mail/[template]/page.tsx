import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { previewLocales, previewMail } from '@/lib/mail/preview-mail'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'

type TemplatePageProps = { params: Promise<{ template: string }> }

export async function generateMetadata({ params }: TemplatePageProps) {
  return { title: (await params).template }
}

export default async function TemplatePage({ params }: TemplatePageProps) {
  const { template } = await params
  const t = await getTranslations('developers.mail')
  return (
    <Page title={template}>
      {previewLocales.map((locale) => (
        <Preview key={locale} template={template} locale={locale} />
      ))}
      <Link href="/developers/mail" className={linkClass}>
        {t('back')}
      </Link>
    </Page>
  )
}

async function Preview({ template, locale }: { template: string; locale: 'en' | 'ko' }) {
  const mail = previewMail(template, locale)
  if (!mail) notFound()
  const t = await getTranslations()
  const language = t(`common.languageName.${locale}`)
  return (
    <Card title={language}>
      <p lang={locale} className="font-semibold">
        {mail.subject}
      </p>
      <h3 className="font-semibold text-ink-soft">{t('developers.mail.text')}</h3>
      <div lang={locale} className="whitespace-pre-wrap break-words">
        {mail.text}
      </div>
      <h3 className="font-semibold text-ink-soft">{t('developers.mail.html')}</h3>
      <iframe
        sandbox=""
        title={t('developers.mail.frame', { language })}
        src={`/developers/mail/${template}/html?locale=${locale}`}
        className="h-136 w-full rounded-lg border border-line bg-white"
      />
    </Card>
  )
}
