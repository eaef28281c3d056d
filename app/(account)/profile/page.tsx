import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { locales } from '@/lib/accounts/schemas'
import { waitTextOf } from '@/lib/messages/wait-text'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { Select } from '@/lib/ui/select'
import { SubmitButton } from '@/lib/ui/submit-button'
import { TextArea } from '@/lib/ui/text-area'
import { requireUser } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { updateProfileAction } from './actions'
import { PictureForm } from './picture-form'

const noticeSchema = z.enum(['saved', 'pictureSaved', 'pictureRemoved'])
const errorSchema = z.enum([
  'picture_not_readable',
  'payload_too_large',
  'bad_request',
  'too_many_requests',
  'unavailable',
])

export async function generateMetadata() {
  const t = await getTranslations('account.profile')
  return { title: t('title') }
}

export default async function ProfilePage({ searchParams }: PageQuery) {
  const user = await requireUser()
  const query = await readQuery(searchParams)
  const t = await getTranslations('account.profile')
  const common = await getTranslations('common')
  const problems = await getTranslations('problems')
  const notice = noticeSchema.safeParse(query.notice).data
  const error = errorSchema.safeParse(query.error).data
  const timeZones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))
  return (
    <Page title={t('title')} lead={t('lead')}>
      {notice && <Alert tone="good">{t(notice)}</Alert>}
      {error && <Alert tone="danger">{problems(`codes.${error}`) + waitTextOf(query.wait, problems)}</Alert>}
      <PictureForm user={user} />
      <Card>
        <Form action={updateProfileAction}>
          <TextField name="name" label={t('name')} defaultValue={user.name} autoComplete="name" maxLength={80} />
          <TextField
            name="nickname"
            label={t('nickname')}
            defaultValue={user.nickname}
            autoComplete="nickname"
            maxLength={40}
          />
          <TextArea name="bio" label={t('bio')} hint={t('bioHint')} defaultValue={user.bio} rows={4} />
          <div className="grid gap-5 sm:grid-cols-2">
            <Select
              name="locale"
              label={t('locale')}
              defaultValue={user.locale ?? ''}
              options={[
                { value: '', label: t('localeAuto') },
                ...locales.map((locale) => ({ value: locale, label: common(`languageName.${locale}`) })),
              ]}
            />
            <Select
              name="timeZone"
              label={t('timeZone')}
              defaultValue={user.timeZone ?? ''}
              options={[{ value: '', label: t('timeZoneAuto') }, ...timeZones]}
            />
          </div>
          <SubmitButton className="justify-self-start">{common('save')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
