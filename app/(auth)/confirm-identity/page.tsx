import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { safeNext } from '@/lib/http/safe-next'
import { listIdentities } from '@/lib/social/list-identities'
import { listProviders } from '@/lib/social/providers'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { PasswordField } from '@/lib/ui/password-field'
import { ProviderButtons } from '@/lib/ui/provider-buttons'
import { ProviderProblem } from '@/lib/ui/provider-problem'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireUser } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { confirmPasswordAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('auth.confirm')
  return { title: t('title') }
}

export default async function ConfirmIdentityPage({ searchParams }: PageQuery) {
  const user = await requireUser()
  const query = await readQuery(searchParams)
  const next = safeNext(query.next)
  const identities = await listIdentities(user.id)
  const providers = (await listProviders()).filter(
    ({ id, freshSignInParameters }) => freshSignInParameters && identities.some(({ provider }) => provider === id),
  )
  const t = await getTranslations('auth')
  return (
    <Page
      title={t('confirm.title')}
      lead={t(user.hasPassword ? 'confirm.lead' : 'confirm.leadProvider')}
      width="narrow"
    >
      <ProviderProblem query={query} />
      <Card>
        <p className="text-ink-soft">{t('confirm.signedInAs', { email: user.email })}</p>
        {user.hasPassword && (
          <Form action={confirmPasswordAction}>
            <input type="hidden" name="next" value={next} />
            {/* Password managers look for the name that goes with the password. */}
            <input type="hidden" name="username" autoComplete="username" value={user.email} />
            <PasswordField name="password" label={t('password')} autoComplete="current-password" />
            <SubmitButton>{t('confirm.submit')}</SubmitButton>
          </Form>
        )}
        <ProviderButtons providers={providers} next={next} act="step_up" />
        {!user.hasPassword && providers.length === 0 && (
          <>
            <p>{t('confirm.noWay')}</p>
            <Link href="/forgot-password" className={buttonClass.primary}>
              {t('confirm.choosePassword')}
            </Link>
          </>
        )}
      </Card>
    </Page>
  )
}
