import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PERSONAL_TOKEN_NAME_LENGTH, personalTokenDays } from '@/lib/tokens/personal-token-schemas'
import { personalTokenScopes } from '@/lib/tokens/personal-token-scopes'
import { Card } from '@/lib/ui/card'
import { Checkbox } from '@/lib/ui/checkbox'
import { buttonClass } from '@/lib/ui/classes'
import { FieldGroup, TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SecretOnce } from '@/lib/ui/secret-once'
import { Select } from '@/lib/ui/select'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { createPersonalTokenAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('account.tokens')
  return { title: t('create') }
}

export default async function NewTokenPage() {
  await requireRecentSignIn('/security/tokens/new')
  const t = await getTranslations('account.tokens')
  const secretTexts = { label: t('secret'), hint: t('secretHint'), copy: t('copy'), copied: t('copied') }
  const days = personalTokenDays.map((value) => ({ value, label: t('daysOption', { days: Number(value) }) }))
  return (
    <Page title={t('create')} lead={t('createLead')} width="narrow">
      <Card>
        <Form action={createPersonalTokenAction}>
          <SecretOnce {...secretTexts} instead={<TokenFields days={days} />}>
            <Link href="/security/tokens" className={`${buttonClass.secondary} justify-self-start`}>
              {t('done')}
            </Link>
          </SecretOnce>
        </Form>
      </Card>
    </Page>
  )
}

async function TokenFields({ days }: { days: { value: string; label: string }[] }) {
  const t = await getTranslations('account.tokens')
  return (
    <>
      <TextField
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        autoComplete="off"
        maxLength={PERSONAL_TOKEN_NAME_LENGTH}
        required
      />
      <Select name="days" label={t('days')} defaultValue="30" options={days} />
      <FieldGroup name="scopes" label={t('scopes')}>
        {personalTokenScopes.map((scope) => (
          <Checkbox key={scope} name={scope} label={t(`scope.${scope}`)} hint={scope} />
        ))}
      </FieldGroup>
      <SubmitButton>{t('submit')}</SubmitButton>
    </>
  )
}
