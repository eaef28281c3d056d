import { useTranslations } from 'next-intl'
import { controlClass } from '@/lib/ui/classes'
import { Form } from '@/lib/ui/form'
import { PasswordField } from '@/lib/ui/password-field'
import { SubmitButton } from '@/lib/ui/submit-button'
import { linkAccountAction } from './actions'

type LinkAccountFormProps = { email: string; provider: string; offer: string; next: string }

export function LinkAccountForm({ email, provider, offer, next }: LinkAccountFormProps) {
  const t = useTranslations('social.link')
  return (
    <Form action={linkAccountAction}>
      <input type="hidden" name="offer" value={offer} />
      <input type="hidden" name="next" value={next} />
      <div className="grid gap-1.5">
        <label htmlFor="account" className="font-semibold">
          {t('email')}
        </label>
        {/* Without a name it is not sent; it is there for the person and for password managers. */}
        <input id="account" type="email" autoComplete="username" readOnly value={email} className={controlClass} />
      </div>
      <PasswordField name="password" label={t('password')} autoComplete="current-password" />
      <SubmitButton>{t('submit', { provider })}</SubmitButton>
    </Form>
  )
}
