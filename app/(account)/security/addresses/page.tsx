import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { listAddresses } from '@/lib/accounts/change-addresses'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { Checkbox } from '@/lib/ui/checkbox'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { requestAddressAction } from './actions'
import { AddressRow } from './address-row'

const noticeSchema = z.enum(['sent', 'added', 'mainChanged', 'removed'])

export async function generateMetadata() {
  const t = await getTranslations('account.addresses')
  return { title: t('title') }
}

export default async function AddressesPage({ searchParams }: PageQuery) {
  const { user } = await requireRecentSignIn('/security/addresses')
  const query = await readQuery(searchParams)
  const notice = noticeSchema.safeParse(query.notice).data
  const addresses = await listAddresses(user.id)
  const t = await getTranslations('account.addresses')
  const rows = addresses.some(({ email }) => email === user.email) ? addresses : [user, ...addresses]
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice && <Alert tone="good">{t(notice)}</Alert>}
      <Card>
        <ul aria-label={t('title')} className="-my-4 divide-y divide-line">
          {rows.map(({ email }) => (
            <AddressRow key={email} email={email} isMain={email === user.email} />
          ))}
        </ul>
      </Card>
      <Card title={t('add')}>
        <Form action={requestAddressAction}>
          <TextField
            name="email"
            type="email"
            label={t('newAddress')}
            hint={t('addHint')}
            autoComplete="email"
            inputMode="email"
            required
          />
          <Checkbox name="isMain" label={t('isMain')} hint={t('isMainHint')} defaultChecked />
          <SubmitButton className="justify-self-start">{t('submit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
