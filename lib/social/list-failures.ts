import { z } from 'zod'
import { readShortCode } from '@/lib/short-code'
import { findFailures } from './failure-store'
import type { FaultCode, FaultValues } from './provider-fault'

export type Failure = {
  incident: string
  at: Date
  provider: string
  /** Which step failed. */
  reason: string
  /** What was wrong, where it has a name, and what fills its text. */
  fault: FaultCode | null
  values: FaultValues
  /** What the library or the provider said, without secrets. */
  cause: string
  userAgent: string
}

const LIMIT = 20

const dataSchema = z.object({
  incident: z.string(),
  provider: z.string().default(''),
  cause: z.string().default(''),
  fault: z.string().optional(),
  values: z.string().default('{}'),
})

const valuesSchema = z.record(z.string(), z.string())

/** The latest failed sign-ins at providers, or the one whose id a person read out, in any spelling. */
export async function listFailures(spelled?: string): Promise<Failure[]> {
  const rows = await findFailures({ incident: spelled && readShortCode(spelled), limit: LIMIT })
  return rows.map(({ at, reason, data, userAgent }) => {
    const { incident, provider, cause, fault, values } = dataSchema.parse(data)
    return {
      ...{ incident, at, provider, reason, cause, userAgent, fault: (fault as FaultCode | undefined) ?? null },
      values: withOrigin(valuesSchema.parse(JSON.parse(values))),
    }
  })
}

// What was noted before its text named an origin has none, and would have no text.
function withOrigin(values: FaultValues): FaultValues {
  const { url = '' } = values
  return URL.canParse(url) ? { origin: new URL(url).origin, ...values } : values
}
