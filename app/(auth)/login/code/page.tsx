import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { env } from '@/lib/env'
import { safeNext } from '@/lib/http/safe-next'
import { Card } from '@/lib/ui/card'
import { Checkbox } from '@/lib/ui/checkbox'
import { linkClass } from '@/lib/ui/classes'
import { CodeField } from '@/lib/ui/code-field'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { codeCookie } from '@/lib/web/code-cookie'
import { type PageQuery, readQuery } from '@/lib/web/page-query'
import { requestCodeAction, signInByCodeAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('auth.code')
  return { title: t('title') }
}

export default async function CodePage({ searchParams }: PageQuery) {
  if (env.SIGN_IN_BY_CODE === 'off') notFound()
  const query = await readQuery(searchParams)
  const isSent = query.step === 'code'
  // The link in the mail does not say it.
  const kept = isSent ? await codeCookie.find() : null
  const next = safeNext(query.next ?? kept?.next)
  const t = await getTranslations('auth')
  return (
    <Page title={t('code.title')} lead={t(isSent ? 'code.sent' : 'code.lead')} width="narrow">
      <Card>{isSent ? <TypeCode next={next} /> : <AskForCode next={next} />}</Card>
      <Link
        href={`${isSent ? '/login/code' : '/login'}?${new URLSearchParams({ next })}`}
        className={`${linkClass} justify-self-start`}
      >
        {t(isSent ? 'code.again' : 'forgot.back')}
      </Link>
    </Page>
  )
}

async function AskForCode({ next }: { next: string }) {
  const t = await getTranslations('auth')
  return (
    <Form action={requestCodeAction}>
      <input type="hidden" name="next" value={next} />
      <TextField name="email" type="email" label={t('email')} autoComplete="username" inputMode="email" required />
      <SubmitButton>{t('code.submit')}</SubmitButton>
    </Form>
  )
}

async function TypeCode({ next }: { next: string }) {
  const t = await getTranslations('auth')
  return (
    <Form action={signInByCodeAction}>
      <input type="hidden" name="next" value={next} />
      <CodeField label={t('code.label')} hint={t('code.hint')} />
      <Checkbox name="isKept" label={t('login.keep')} hint={t('login.keepHint')} />
      <SubmitButton>{t('login.submit')}</SubmitButton>
    </Form>
  )
}
