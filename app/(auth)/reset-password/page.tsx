import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { findReset } from '@/lib/accounts/reset-password'
import { passwordSite } from '@/lib/passwords/password-policy'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { NewPasswordField } from '@/lib/ui/new-password-field'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { readMailedSecret } from '@/lib/web/mailed-secret-cookie'
import { resetPasswordAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('auth.reset')
  return { title: t('title') }
}

export default async function ResetPasswordPage() {
  const token = await readMailedSecret()
  const reset = await findReset(token)
  const t = await getTranslations('auth')
  if (!reset) {
    return (
      <Page title={t('verify.invalidTitle')} lead={t('verify.invalid')} width="narrow">
        <Link href="/forgot-password" className={buttonClass.secondary}>
          {t('verify.again')}
        </Link>
      </Page>
    )
  }
  const site = passwordSite()
  return (
    <Page title={t('reset.title')} lead={t('reset.lead')} width="narrow">
      <Card>
        <Form action={resetPasswordAction}>
          <input type="hidden" name="token" value={token} />
          {/* Password managers look for the name that goes with the password. */}
          <input type="hidden" name="username" autoComplete="username" value={reset.email} />
          <NewPasswordField
            name="newPassword"
            label={t('reset.newPassword')}
            hint={t('passwordHint', { min: site.minLength })}
            site={site}
            personName={reset.profile?.name}
          />
          <SubmitButton>{t('reset.submit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
