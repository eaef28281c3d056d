import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { findUndo } from '@/lib/accounts/undo-change'
import { Card } from '@/lib/ui/card'
import { buttonClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { Page } from '@/lib/ui/page'
import { SubmitButton } from '@/lib/ui/submit-button'
import { readMailedSecret } from '@/lib/web/mailed-secret-cookie'
import { undoAction } from './actions'
import { EarlierChanges } from './earlier-changes'

export async function generateMetadata() {
  const t = await getTranslations('auth.undo')
  return { title: t('title') }
}

export default async function UndoPage() {
  const token = await readMailedSecret()
  const undo = await findUndo(token)
  const t = await getTranslations('auth')
  if (!undo) {
    return (
      <Page title={t('verify.invalidTitle')} lead={t('verify.invalid')} width="narrow">
        <Link href="/login" className={buttonClass.secondary}>
          {t('login.title')}
        </Link>
      </Page>
    )
  }
  return (
    <Page title={t('undo.title')} lead={t('undo.lead')} width="narrow">
      <Card>
        <Form action={undoAction}>
          <input type="hidden" name="token" value={token} />
          <p className="font-semibold">{t(`undo.act.${undo.act}`)}</p>
          {undo.earlier.length > 0 && <EarlierChanges changes={undo.earlier} />}
          <p>{t('undo.next')}</p>
          {undo.isPasswordVoid && <p>{t('undo.nextPassword')}</p>}
          <SubmitButton look="danger">{t('undo.submit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  )
}
