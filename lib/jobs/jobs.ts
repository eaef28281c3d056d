import { eraseDueAccounts } from '@/lib/accounts/erase-accounts'
import { flushUnconfirmed } from '@/lib/accounts/flush-unconfirmed'
import { sealAuditEvents } from '@/lib/audit/seal-audit-events'
import { makeExports } from '@/lib/exports/make-exports'
import { flushDeadMail } from '@/lib/mail/flush-dead-mail'
import { forgetUnkeptTokens } from '@/lib/social/forget-unkept-tokens'
import { flushExpired } from '@/lib/tokens/flush-expired'
import { rotateSigningKeys } from '@/lib/tokens/rotate-signing-keys'

export type Job = {
  name: string
  everySeconds: number
  /** After this time another process takes it for lost. */
  leaseSeconds: number
  run: () => Promise<unknown>
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const SOON = 15

/** Everything that is done once per installation, whatever the number of its processes. */
export const jobs: Job[] = [
  { name: 'rotate-signing-keys', everySeconds: HOUR, leaseSeconds: 60, run: () => rotateSigningKeys() },
  { name: 'flush-expired', everySeconds: HOUR, leaseSeconds: HOUR, run: () => flushExpired() },
  { name: 'flush-unconfirmed', everySeconds: HOUR, leaseSeconds: HOUR, run: () => flushUnconfirmed() },
  { name: 'flush-dead-mail', everySeconds: HOUR, leaseSeconds: HOUR, run: () => flushDeadMail() },
  { name: 'forget-provider-tokens', everySeconds: HOUR, leaseSeconds: HOUR, run: () => forgetUnkeptTokens() },
  { name: 'seal-audit', everySeconds: MINUTE, leaseSeconds: 10 * MINUTE, run: () => sealAuditEvents() },
  { name: 'delete-accounts', everySeconds: HOUR, leaseSeconds: HOUR, run: () => eraseDueAccounts() },
  { name: 'make-exports', everySeconds: SOON, leaseSeconds: 10 * MINUTE, run: () => makeExports() },
]
