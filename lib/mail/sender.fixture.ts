import { pool } from '@/lib/db'
import { startMailWorker } from './mail-worker'

// A program of its own: a process that does nothing but send, to be killed.
const worker = startMailWorker({ leaseSeconds: Number(process.env.TEST_LEASE_SECONDS) })
const stop = () => worker.stop().then(() => pool.end())
process.once('SIGTERM', stop).once('disconnect', stop)
process.send?.('ready')
