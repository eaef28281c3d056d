import 'server-only'
import { z } from 'zod'
import { sealedCookie } from './sealed-cookie'

const outcomes = [
  'known',
  'create',
  'link',
  'evict_and_link',
  'ask_for_proof',
  'ask_for_address',
  'refuse_disabled',
  'refuse_other_issuer',
  'refuse_held',
] as const

const trialSchema = z.object({
  provider: z.string(),
  subject: z.string(),
  email: z.string().nullable(),
  isEmailVerified: z.boolean(),
  isAuthoritative: z.boolean(),
  outcome: z.enum(outcomes),
})

/** What came of the owner's test sign-in. */
export type ProviderTrial = z.output<typeof trialSchema>

const cookie = sealedCookie({ name: 'trial', seconds: 300, schema: trialSchema })

export function keepTrial(trial: ProviderTrial): Promise<void> {
  return cookie.keep(trial)
}

export async function findTrial(provider: string): Promise<ProviderTrial | null> {
  const trial = await cookie.find()
  return trial?.provider === provider ? trial : null
}
