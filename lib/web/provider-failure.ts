import 'server-only'
import { type AppError, isAppError, type ProblemCode } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { recordProviderFailure } from '@/lib/social/record-provider-failure'
import { pathOfProblem } from './page-query'
import type { ProviderAct } from './provider-intent'

// The others are recorded where they are decided, or counted.
const RECORDED_HERE = new Set<ProblemCode>([
  'provider_failed',
  'provider_cancelled',
  'provider_in_app_browser',
  'not_authenticated',
  'forbidden',
])

// There is nothing to mend: the person chose so, and is told what to do.
const OWN_DOING = new Set<ProblemCode>(['provider_cancelled', 'provider_in_app_browser'])

const STARTING_PAGES = {
  sign_in: '/login',
  step_up: '/confirm-identity',
  link: '/security/connections',
  try: '/admin/providers',
} as const

type Attempt = {
  provider: string
  client: Client
  next?: string | undefined
  act?: ProviderAct | undefined
  record?: (error: AppError, attempt: { provider: string; client: Client }) => Promise<string | undefined>
}

/**
 * Ends what somebody set out to do at a provider, and keeps why, under the number that the person is shown where the
 * owner could do something about it.
 *
 * @returns the path of the page that explains it, and from which to try again
 * @throws whatever is no AppError, as it is
 */
export async function endInFailure(
  error: unknown,
  { provider, client, next, act = 'sign_in', record = recordProviderFailure }: Attempt,
): Promise<string> {
  if (!isAppError(error)) throw error
  const incident = RECORDED_HERE.has(error.code) ? await record(error, { provider, client }) : undefined
  const shown = OWN_DOING.has(error.code) ? undefined : incident
  return pathOfProblem(STARTING_PAGES[act], error, { next, incident: shown })
}
