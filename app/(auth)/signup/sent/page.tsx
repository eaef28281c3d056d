import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { isMailboxOpen } from '@/lib/mail/mailbox'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { CodeField } from '@/lib/ui/code-field'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { signUpCookie } from '@/lib/web/sign-up-cookie'
import { confirmByCodeAction, resendConfirmationAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('auth.sent')
  return { title: t('title') }
}

export default async function SentPage() {
  const t = await getTranslations('auth')
  return (
    <Page title={t('sent.title')} lead={t('sent.text')} width="narrow">
      {isMailboxOpen() && (
        <Link href="/mailbox" className={linkClass}>
          {t('sent.mailbox')}
        </Link>
      )}
      {(await signUpCookie.read()) !== undefined && (
        <Card>
          <Form action={confirmByCodeAction}>
            <CodeField label={t('code.label')} hint={t('sent.codeHint')} />
            <SubmitButton>{t('verify.submit')}</SubmitButton>
          </Form>
        </Card>
      )}
      <Card>
        <p className="text-ink-soft">{t('sent.hint')}</p>
        <Form action={resendConfirmationAction}>
          <TextField name="email" type="email" label={t('email')} autoComplete="username" inputMode="email" required />
          <SubmitButton look="secondary">{t('sent.resend')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
