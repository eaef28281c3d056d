import { useTranslations } from 'next-intl'
import { en } from '@/lib/messages/en'
import { Alert } from './alert'

type ProviderProblemCode = keyof typeof en.social.error

function isProviderProblem(code: unknown): code is ProviderProblemCode {
  return typeof code === 'string' && Object.hasOwn(en.social.error, code)
}

/** Why a sign-in with a provider did not work; codes of ours only, whatever the address bar says. */
export function ProviderProblem({ error }: { error: unknown }) {
  const t = useTranslations('social.error')
  return isProviderProblem(error) ? <Alert tone="danger">{t(error)}</Alert> : null
}
