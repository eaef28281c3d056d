import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { listOutbox, mailStates, type OutboxFilter, outboxFilterSchema } from '@/lib/mail/list-outbox'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { EmptyState } from '@/lib/ui/empty-state'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { Select } from '@/lib/ui/select'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireStaff } from '@/lib/web/current-user'
import { type PageQuery, queryOf, readQuery } from '@/lib/web/page-query'
import { retryAllAction } from './actions'
import { MailRow } from './mail-row'

const noticeSchema = z.enum(['retried', 'retriedAll'])

export async function generateMetadata() {
  const t = await getTranslations('admin.mail')
  return { title: t('title') }
}

export default async function OutboxPage({ searchParams }: PageQuery) {
  await requireStaff()
  const query = await readQuery(searchParams)
  const filter = outboxFilterSchema.parse(query)
  const { mails, next, retryable } = await listOutbox(filter)
  const t = await getTranslations('admin.mail')
  const notice = noticeSchema.safeParse(query.notice).data
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice && <Alert tone="good">{t(`notices.${notice}`)}</Alert>}
      <Card>
        <FilterForm filter={filter} />
      </Card>
      <Card>
        {mails.length === 0 && <EmptyState title={t('none')} text={t('noneHint')} />}
        <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
          {mails.map((mail) => (
            <MailRow key={mail.id} mail={mail} />
          ))}
        </ul>
      </Card>
      {next && (
        <Link href={`/admin/mail?${queryOf({ ...filter, before: next })}`} className={linkClass}>
          {t('next')}
        </Link>
      )}
      {retryable > 0 && (
        <Form action={retryAllAction}>
          <SubmitButton look="secondary">{t('retryAll', { count: retryable })}</SubmitButton>
        </Form>
      )}
    </Page>
  )
}

async function FilterForm({ filter: { recipient = '', state } }: { filter: OutboxFilter }) {
  const t = await getTranslations('admin.mail')
  const options = [{ value: '', label: t('anyState') }, ...mailStates.map((value) => ({ value, label: t(value) }))]
  return (
    <form className="grid items-end gap-4 sm:grid-cols-[1fr_12rem_auto]">
      <TextField name="recipient" label={t('recipient')} defaultValue={recipient} />
      <Select name="state" label={t('state')} defaultValue={state ?? ''} options={options} />
      <button type="submit" className={buttonClass.secondary}>
        {t('filter')}
      </button>
    </form>
  )
}
