import { findProductionFaults } from '@/lib/production-faults'
import type { Command } from './command'

// EX_CONFIG of sysexits.h, for service managers that should not try again.
const WRONG_SETTINGS = 78

export const checkSettings: Command = async () => {
  const faults = findProductionFaults(process.env)
  if (faults.length === 0) return 0
  console.error(`Latchkey does not start with these settings (see .env.example):\n  ${faults.join('\n  ')}`)
  return WRONG_SETTINGS
}
