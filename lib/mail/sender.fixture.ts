import { pool } from '@/lib/db'
import { startMailWorker } from './mail-worker'

// A program of its own: a process that does nothing but send, to be killed.
const worker = startMailWorker({ leaseSeconds: Number(process.env.TEST_LEASE_SECONDS) })
const stop = async () => {
  await worker.stop()
  await pool.end()
  process.exit(0)
}
process.once('SIGTERM', stop).once('disconnect', stop)
process.send?.('ready')
