import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { findMailboxMail } from '@/lib/mail/mailbox'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Page } from '@/lib/ui/page'

type MailPageProps = { params: Promise<{ id: string }> }

export async function generateMetadata() {
  const t = await getTranslations('account.mailbox')
  return { title: t('title') }
}

export default async function MailPage({ params }: MailPageProps) {
  const mail = await findMailboxMail((await params).id)
  if (!mail) notFound()
  const t = await getTranslations('account.mailbox')
  return (
    <Page title={mail.subject} lead={`${t('to')}: ${mail.recipient}`}>
      <Card>
        <div lang={mail.locale} className="whitespace-pre-wrap break-words">
          {mail.text.split(/(https?:\/\/\S+)/).map((part) =>
            part.startsWith('http') ? (
              <a key={part} href={part} className={`${linkClass} break-all`}>
                {part}
              </a>
            ) : (
              part
            ),
          )}
        </div>
      </Card>
      <Link href="/mailbox" className={linkClass}>
        {t('back')}
      </Link>
    </Page>
  )
}
