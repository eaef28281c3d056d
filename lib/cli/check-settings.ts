import { findProductionFaults, findRelaxedSettings } from '@/lib/production-faults'
import type { Command } from './command'

// EX_CONFIG of sysexits.h, for service managers that should not try again.
const WRONG_SETTINGS = 78

export const checkSettings: Command = async () => {
  const faults = findProductionFaults(process.env)
  if (faults.length === 0) {
    const relaxed = findRelaxedSettings(process.env)
    if (relaxed.length > 0) console.log(`  Unsafe, and allowed in local mode only:\n    ${relaxed.join('\n    ')}\n`)
    return 0
  }
  console.error(`Latchkey does not start with these settings (see .env.example):\n  ${faults.join('\n  ')}`)
  return WRONG_SETTINGS
}
