import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Card } from '@/lib/ui/card'
import { buttonClass, linkClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { deleteAccountAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('yourData.deletion')
  return { title: t('title') }
}

export default async function DeleteAccountPage() {
  const { user } = await requireRecentSignIn('/your-data/delete')
  const t = await getTranslations('yourData.deletion')
  return (
    <Page title={t('title')} lead={t('lead')} width="narrow">
      <Card>
        <p className="break-all font-semibold">{user.email}</p>
        <ul className="grid list-disc gap-2 pl-5">
          <li>{t('signedOut')}</li>
          <li>{t('days')}</li>
          <li>{t('gone')}</li>
        </ul>
        <Link href="/your-data" className={`${linkClass} justify-self-start`}>
          {t('copy')}
        </Link>
        <Form action={deleteAccountAction}>
          <SubmitButton look="danger">{t('confirm')}</SubmitButton>
        </Form>
        <Link href="/your-data" className={buttonClass.secondary}>
          {t('keep')}
        </Link>
      </Card>
    </Page>
  )
}
