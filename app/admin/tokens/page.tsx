import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import {
  type ListedToken,
  listTokens,
  type TokenFilter,
  tokenFilterSchema,
  tokenStates,
} from '@/lib/tokens/list-tokens'
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
import { endAllAction, endSessionAction, flushAction } from './actions'
import { TokenRow } from './token-row'

const noticeSchema = z.enum(['blacklisted', 'endedSession', 'endedAll', 'flushed'])

export async function generateMetadata() {
  const t = await getTranslations('admin.tokens')
  return { title: t('title') }
}

export default async function TokensPage({ searchParams }: PageQuery) {
  await requireStaff()
  const query = await readQuery(searchParams)
  const filter = tokenFilterSchema.parse(query)
  const { tokens, next, userId } = await listTokens(filter)
  const t = await getTranslations('admin.tokens')
  const notice = noticeSchema.safeParse(query.notice).data
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice && <Alert tone="good">{t(`notices.${notice}`)}</Alert>}
      <Card>
        <FilterForm filter={filter} />
      </Card>
      <Card>
        {tokens.length === 0 && <EmptyState title={t('none')} text={t('noneHint')} />}
        <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
          {tokens.map((token) => (
            <TokenRow key={token.jti} token={token} />
          ))}
        </ul>
      </Card>
      <p className="flex flex-wrap gap-6">
        {next && (
          <Link href={`/admin/tokens?${queryOf({ ...filter, after: next })}`} className={linkClass}>
            {t('next')}
          </Link>
        )}
        <a href={`/admin/tokens/export?${queryOf({ ...filter, after: undefined })}`} className={linkClass}>
          {t('export')}
        </a>
      </p>
      {filter.session && <EndSession tokens={tokens} />}
      {userId && (
        <Form action={endAllAction}>
          <input type="hidden" name="userId" value={userId} />
          <SubmitButton look="danger">{t('endAll')}</SubmitButton>
        </Form>
      )}
      <Form action={flushAction}>
        <SubmitButton look="secondary" className="justify-self-start">
          {t('flush')}
        </SubmitButton>
      </Form>
    </Page>
  )
}

/** Ends the one sign-in whose tokens are shown, unless it has ended. */
async function EndSession({ tokens }: { tokens: ListedToken[] }) {
  const living = tokens.find(({ state }) => state === 'live' || state === 'rotated')
  if (!living) return null
  const t = await getTranslations('admin.tokens')
  return (
    <Form action={endSessionAction}>
      <input type="hidden" name="sessionId" value={living.sessionId} />
      <input type="hidden" name="userId" value={living.userId} />
      <SubmitButton look="danger" className="justify-self-start">
        {t('endSession')}
      </SubmitButton>
    </Form>
  )
}

async function FilterForm({ filter: { email = '', state, session } }: { filter: TokenFilter }) {
  const t = await getTranslations('admin.tokens')
  const options = [{ value: '', label: t('anyState') }, ...tokenStates.map((value) => ({ value, label: t(value) }))]
  return (
    <form className="grid items-end gap-4 sm:grid-cols-[1fr_12rem_auto]">
      <TextField name="email" label={t('person')} defaultValue={email} />
      <Select name="state" label={t('state')} defaultValue={state ?? ''} options={options} />
      <button type="submit" className={buttonClass.secondary}>
        {t('filter')}
      </button>
      {session && <input type="hidden" name="session" value={session} />}
    </form>
  )
}
