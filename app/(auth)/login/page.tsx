import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { env } from '@/lib/env'
import { safeNext } from '@/lib/http/safe-next'
import { listProviders } from '@/lib/social/providers'
import { Alert } from '@/lib/ui/alert'
import { Card } from '@/lib/ui/card'
import { Checkbox } from '@/lib/ui/checkbox'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { Divider } from '@/lib/ui/divider'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { OneTap } from '@/lib/ui/one-tap'
import { Page } from '@/lib/ui/page'
import { PasswordField } from '@/lib/ui/password-field'
import { ProviderButtons } from '@/lib/ui/provider-buttons'
import { ProviderProblem } from '@/lib/ui/provider-problem'
import { SubmitButton } from '@/lib/ui/submit-button'
import { findCurrentSignIn } from '@/lib/web/current-user'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { signInAction } from './actions'

const noticeSchema = z.enum([
  'confirmed',
  'signed_out',
  'signed_out_everywhere',
  'password_changed',
  'already_confirmed',
  'undone',
  'deleted',
  'deletion_scheduled',
  'deletion_undone',
])

export async function generateMetadata() {
  const t = await getTranslations('auth.login')
  return { title: t('title') }
}

export default async function LoginPage({ searchParams }: PageQuery) {
  const query = await readQuery(searchParams)
  const next = safeNext(query.next)
  const signIn = await findCurrentSignIn()
  if (signIn && query.error === undefined) redirect(next)
  if (signIn) return <FailedElsewhere email={signIn.user.email} query={query} />
  const t = await getTranslations('auth')
  const notice = noticeSchema.safeParse(query.notice).data
  return (
    <Page title={t('login.title')} lead={t('login.lead')} width="narrow">
      {notice && <Alert tone="good">{t(`notices.${notice}`)}</Alert>}
      {env.AUTH_GOOGLE_ONE_TAP === 'on' && <OneTap next={next} />}
      <ProviderProblem query={query} />
      <Card>
        <ProviderButtons providers={await listProviders()} next={next} />
        <Divider />
        <Form action={signInAction}>
          <input type="hidden" name="next" value={next} />
          <TextField
            name="email"
            type="email"
            label={t('email')}
            autoComplete="username"
            inputMode="email"
            required
            {...(query.email && { defaultValue: query.email })}
          />
          <PasswordField name="password" label={t('password')} autoComplete="current-password" />
          <Link href="/forgot-password" className={`${linkClass} justify-self-start`}>
            {t('login.forgot')}
          </Link>
          {env.SIGN_IN_BY_CODE === 'on' && (
            <Link href={`/login/code?${new URLSearchParams({ next })}`} className={`${linkClass} justify-self-start`}>
              {t('login.byCode')}
            </Link>
          )}
          <Checkbox name="isKept" label={t('login.keep')} hint={t('login.keepHint')} />
          <SubmitButton>{t('login.submit')}</SubmitButton>
        </Form>
      </Card>
      <p className="flex flex-wrap justify-between gap-3">
        <span>
          {t('login.noAccount')}{' '}
          <Link href="/signup" className={linkClass}>
            {t('login.toSignUp')}
          </Link>
        </span>
        <Link href="/signup/sent" className={linkClass}>
          {t('login.resend')}
        </Link>
      </p>
    </Page>
  )
}

/** What somebody who is signed in set out to do and did not end well, in a tab opened before, or in nobody's name. */
async function FailedElsewhere({ email, query }: { email: string; query: Record<string, string | undefined> }) {
  const [auth, problems] = [await getTranslations('auth'), await getTranslations('problems')]
  return (
    <Page title={auth('login.title')} width="narrow">
      <ProviderProblem query={query} />
      <Card>
        <p>{auth('confirm.signedInAs', { email })}</p>
        <Link href="/" className={buttonClass.primary}>
          {problems('toHome')}
        </Link>
      </Card>
    </Page>
  )
}
