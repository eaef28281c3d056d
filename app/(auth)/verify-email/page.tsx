import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { findConfirmation } from '@/lib/accounts/email-confirmation'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { PasswordField } from '@/lib/ui/password-field'
import { SubmitButton } from '@/lib/ui/submit-button'
import { readMailedSecret } from '@/lib/web/mailed-secret-cookie'
import { signUpCookie } from '@/lib/web/sign-up-cookie'
import { confirmEmailAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('auth.verify')
  return { title: t('title') }
}

export default async function VerifyEmailPage() {
  const token = await readMailedSecret()
  const found = await findConfirmation(token, await signUpCookie.read())
  const t = await getTranslations('auth')
  if (!found) {
    return (
      <Page title={t('verify.invalidTitle')} lead={t('verify.invalid')} width="narrow">
        <Link href="/signup/sent" className={buttonClass.secondary}>
          {t('verify.again')}
        </Link>
      </Page>
    )
  }
  return (
    <Page title={t('verify.title')} lead={t('verify.text', { email: found.email })} width="narrow">
      <Card>
        <Form action={confirmEmailAction}>
          <input type="hidden" name="token" value={token} />
          {!found.isSameBrowser && (
            <>
              <p>{t('verify.otherBrowser')}</p>
              <PasswordField name="password" label={t('password')} autoComplete="current-password" />
            </>
          )}
          <SubmitButton>{t('verify.submit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
