import { getTranslations } from 'next-intl/server'
import { Badge } from '@/lib/ui/badge'
import { Form } from '@/lib/ui/form'
import { SubmitButton } from '@/lib/ui/submit-button'
import { makeMainAction, removeAddressAction } from './actions'

type AddressRowProps = { email: string; isMain: boolean }

export async function AddressRow({ email, isMain }: AddressRowProps) {
  const t = await getTranslations('account.addresses')
  return (
    <li className="flex flex-wrap items-center gap-4 py-4">
      <p className="flex min-w-48 flex-1 flex-wrap items-center gap-2">
        <span className="break-all font-semibold">{email}</span>
        {isMain && <Badge>{t('main')}</Badge>}
      </p>
      {!isMain && (
        <div className="flex flex-wrap gap-2">
          <Form action={makeMainAction}>
            <input type="hidden" name="email" value={email} />
            <SubmitButton look="secondary" label={t('makeMainLabel', { email })}>
              {t('makeMain')}
            </SubmitButton>
          </Form>
          <Form action={removeAddressAction}>
            <input type="hidden" name="email" value={email} />
            <SubmitButton look="danger" label={t('removeLabel', { email })}>
              {t('remove')}
            </SubmitButton>
          </Form>
        </div>
      )}
    </li>
  )
}
