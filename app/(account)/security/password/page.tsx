import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { passwordSite } from '@/lib/passwords/password-policy'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { NewPasswordField } from '@/lib/ui/new-password-field'
import { Page } from '@/lib/ui/page'
import { PasswordField } from '@/lib/ui/password-field'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requirePasswordOrRecentSignIn } from '@/lib/web/current-user'
import { changePasswordAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('account.security')
  return { title: t('changePassword') }
}

export default async function PasswordPage() {
  const { user } = await requirePasswordOrRecentSignIn('/security/password')
  const t = await getTranslations('account')
  const auth = await getTranslations('auth')
  const site = passwordSite()
  return (
    <Page
      title={t(user.hasPassword ? 'security.changePassword' : 'security.setPassword')}
      lead={t('password.lead')}
      width="narrow"
    >
      <Card>
        <Form action={changePasswordAction}>
          {/* Password managers look for the name that goes with the password. */}
          <input type="hidden" name="username" autoComplete="username" value={user.email} />
          {user.hasPassword && (
            <>
              <PasswordField
                name="currentPassword"
                label={t('password.currentPassword')}
                autoComplete="current-password"
              />
              <Link href="/forgot-password" className={`${linkClass} justify-self-start`}>
                {auth('login.forgot')}
              </Link>
            </>
          )}
          <NewPasswordField
            name="newPassword"
            label={t('password.newPassword')}
            hint={auth('passwordHint', { min: site.minLength })}
            site={site}
            personName={user.name}
          />
          <SubmitButton>{t('password.submit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
