import type { doctor } from '@/lib/messages/en/doctor'

/** What can be wrong with a provider or with its keys; each has a text that says how to mend it. */
export type FaultCode = keyof typeof doctor.fault
export type FaultValues = Record<string, string>

/** A fault that has a name. Its message is for the log; people read the text of its code. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault'
  readonly code: FaultCode
  readonly values: FaultValues

  constructor(code: FaultCode, values: FaultValues = {}) {
    super([code, ...Object.values(values)].join(' '))
    this.code = code
    this.values = values
  }
}
