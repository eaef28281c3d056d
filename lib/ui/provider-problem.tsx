import { useTranslations } from 'next-intl'
import { type ProblemCode, problems } from '@/lib/errors'
import { waitTextOf } from '@/lib/messages/wait-text'
import { Alert } from './alert'

function isProblem(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code)
}

const INCIDENT = /^[0-9A-Z]{4}-[0-9A-Z]{4}$/

type ProviderProblemProps = { query: Record<string, string | undefined> }

/** Why a sign-in with a provider did not work; codes and numbers of ours only, whatever the address bar says. */
export function ProviderProblem({ query: { error = '', incident = '', wait } }: ProviderProblemProps) {
  const t = useTranslations('problems')
  const social = useTranslations('social')
  if (!isProblem(error)) return null
  return (
    <Alert tone="danger">
      {t(`codes.${error}`)}
      {waitTextOf(wait, t)}
      {INCIDENT.test(incident) && ` ${social('incident', { incident })}`}
    </Alert>
  )
}
