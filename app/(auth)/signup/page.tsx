import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { env } from '@/lib/env'
import { passwordSite } from '@/lib/passwords/password-policy'
import { listProviders } from '@/lib/social/providers'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Divider } from '@/lib/ui/divider'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { NewPasswordField } from '@/lib/ui/new-password-field'
import { OneTap } from '@/lib/ui/one-tap'
import { Page } from '@/lib/ui/page'
import { ProofField } from '@/lib/ui/proof-field'
import { ProviderButtons } from '@/lib/ui/provider-buttons'
import { SubmitButton } from '@/lib/ui/submit-button'
import { findCurrentSignIn } from '@/lib/web/current-user'
import { findSignUpChallenge } from '@/lib/web/sign-up-challenge'
import { signUpAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('auth.signup')
  return { title: t('title') }
}

export default async function SignUpPage() {
  if (await findCurrentSignIn()) redirect('/profile')
  const t = await getTranslations('auth')
  const site = passwordSite()
  return (
    <Page title={t('signup.title')} lead={t('signup.lead')} width="narrow">
      {env.AUTH_GOOGLE_ONE_TAP === 'on' && <OneTap next="/profile" />}
      <Card>
        <ProviderButtons providers={await listProviders()} />
        <Divider />
        <Form action={signUpAction}>
          <TextField name="name" label={t('name')} autoComplete="name" maxLength={80} required />
          <TextField name="email" type="email" label={t('email')} autoComplete="username" inputMode="email" required />
          <NewPasswordField
            name="password"
            label={t('newPassword')}
            hint={t('passwordHint', { min: site.minLength })}
            site={site}
          />
          <ProofField challenge={await findSignUpChallenge()} />
          <SubmitButton>{t('signup.submit')}</SubmitButton>
        </Form>
      </Card>
      <p>
        {t('signup.haveAccount')}{' '}
        <Link href="/login" className={linkClass}>
          {t('signup.toLogin')}
        </Link>
      </p>
    </Page>
  )
}
