import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { findAddressProof } from '@/lib/accounts/add-address'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { requireSignIn } from '@/lib/web/current-user'
import { readMailedSecret } from '@/lib/web/mailed-secret-cookie'
import { proveAddressAction } from './actions'

export async function generateMetadata() {
  const t = await getTranslations('account.addresses')
  return { title: t('confirmTitle') }
}

export default async function ConfirmAddressPage() {
  const { user } = await requireSignIn()
  const token = await readMailedSecret()
  const proof = await findAddressProof({ userId: user.id, token })
  const t = await getTranslations('account.addresses')
  const auth = await getTranslations('auth.verify')
  if (!proof) {
    return (
      <Page title={auth('invalidTitle')} lead={t('invalid')} width="narrow">
        <Link href="/security/addresses" className={buttonClass.secondary}>
          {t('again')}
        </Link>
      </Page>
    )
  }
  const { email, isMain } = proof
  return (
    <Page title={t('confirmTitle')} lead={t(isMain ? 'confirmMainText' : 'confirmText', { email })} width="narrow">
      <Card>
        <Form action={proveAddressAction}>
          <input type="hidden" name="token" value={token} />
          <p className="break-words text-ink-soft">{t('confirmAccount', { email: user.email })}</p>
          <SubmitButton>{t('confirmSubmit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
