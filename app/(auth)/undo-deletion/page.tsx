import Link from 'next/link'
import { getFormatter, getTranslations } from 'next-intl/server'
import { findDeletion } from '@/lib/accounts/undo-deletion'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { readMailedSecret } from '@/lib/web/mailed-secret-cookie'
import { undoDeletionAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('yourData.undo')
  return { title: t('title') }
}

export default async function UndoDeletionPage() {
  const token = await readMailedSecret()
  const deletionAt = await findDeletion(token)
  const t = await getTranslations('yourData.undo')
  const auth = await getTranslations('auth.login')
  const format = await getFormatter()
  if (!deletionAt) {
    return (
      <Page title={t('invalidTitle')} lead={t('invalid')} width="narrow">
        <Link href="/login" className={buttonClass.secondary}>
          {auth('title')}
        </Link>
      </Page>
    )
  }
  return (
    <Page title={t('title')} lead={t('lead')} width="narrow">
      <Card>
        <Form action={undoDeletionAction}>
          <input type="hidden" name="token" value={token} />
          <p>{t('text', { when: format.dateTime(deletionAt, 'moment') })}</p>
          <p>{t('signIn')}</p>
          <SubmitButton>{t('submit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
