import { findProductionFaults } from '@/lib/production-faults'

const faults = findProductionFaults(process.env)
if (faults.length > 0) {
  console.error(`Latchkey does not start with these settings (see .env.example):\n  ${faults.join('\n  ')}`)
  process.exit(78)
}

// Loaded only now: everything else takes its settings for granted.
const { runServer } = await import('@/lib/http/run-server')
await runServer()
