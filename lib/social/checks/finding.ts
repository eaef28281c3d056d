import { isAppError } from '@/lib/errors'
import type { doctor } from '@/lib/messages/en/doctor'
import { type FaultCode, type FaultValues, ProviderFault } from '../provider-fault'

/** What one check found: that all is well, or a fault by its name. */
export type Finding = { check: keyof typeof doctor.check; fault: FaultCode | null; values: FaultValues }

/** Runs one check, which throws a ProviderFault, itself or as the cause of an AppError, where something is wrong. */
export async function look(check: Finding['check'], run: () => unknown): Promise<Finding> {
  try {
    await run()
    return { check, fault: null, values: {} }
  } catch (error) {
    const fault = isAppError(error) ? error.cause : error
    if (!(fault instanceof ProviderFault)) throw error
    return { check, fault: fault.code, values: fault.values }
  }
}
