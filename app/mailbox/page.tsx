import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { isMailboxOpen, listMailbox } from '@/lib/mail/mailbox'
import { Card } from '@/lib/ui/card'
import { EmptyState } from '@/lib/ui/empty-state'
import { Page } from '@/lib/ui/page'

export async function generateMetadata() {
  const t = await getTranslations('account.mailbox')
  return { title: t('title') }
}

export default async function MailboxPage() {
  if (!isMailboxOpen()) notFound()
  const mails = await listMailbox()
  const t = await getTranslations('account.mailbox')
  const format = await getFormatter()
  return (
    <Page title={t('title')} lead={t('lead')}>
      {mails.length === 0 ? (
        <EmptyState title={t('empty')} text={t('emptyHint')} />
      ) : (
        <Card>
          <ul className="-my-3 divide-y divide-line">
            {mails.map(({ id, recipient, subject, createdAt }) => (
              <li key={id}>
                <Link href={`/mailbox/${id}`} className="flex flex-wrap justify-between gap-x-4 py-3 hover:text-accent">
                  <span className="font-semibold">{subject}</span>
                  <span className="text-ink-soft text-sm">
                    {recipient} · {format.dateTime(createdAt, 'moment')}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  )
}
