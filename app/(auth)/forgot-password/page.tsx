import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { isMailboxOpen } from '@/lib/mail/mailbox'
import { Card } from '@/lib/ui/card'
import { linkClass } from '@/lib/ui/classes'
import { TextField } from '@/lib/ui/field'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requestResetAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('auth.forgot')
  return { title: t('title') }
}

export default async function ForgotPasswordPage() {
  const t = await getTranslations('auth')
  return (
    <Page title={t('forgot.title')} lead={t('forgot.lead')} width="narrow">
      {isMailboxOpen() && (
        <Link href="/mailbox" className={linkClass}>
          {t('sent.mailbox')}
        </Link>
      )}
      <Card>
        <Form action={requestResetAction}>
          <TextField name="email" type="email" label={t('email')} autoComplete="username" inputMode="email" required />
          <SubmitButton>{t('forgot.submit')}</SubmitButton>
        </Form>
      </Card>
      <Link href="/login" className={linkClass}>
        {t('forgot.back')}
      </Link>
    </Page>
  )
}
