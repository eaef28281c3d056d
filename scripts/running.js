import { stopSignal } from './stop-signal.js'

/**
 * Starts things one after the other with `start(keep)` and stops all that was kept, last first, whatever happens:
 * a fault on the way, the end of what `start` waits for, or a signal to stop.
 */
export async function whileRunning(start) {
  const kept = []
  try {
    return await start((stop) => kept.push(stop))
  } catch (error) {
    if (!stopSignal.aborted) throw error
    return 0
  } finally {
    for (const stop of kept.reverse()) await stop()
  }
}
