import { stopSignal } from './stop-signal.js'

/** Shows what is being done and how long it took; a line of its own per step, so that logs are readable too. */
export async function step(title, run) {
  stopSignal.throwIfAborted()
  const startedAt = Date.now()
  process.stdout.write(`  ${title} … `)
  try {
    const result = await run()
    const seconds = (Date.now() - startedAt) / 1000
    process.stdout.write(`${result === SKIPPED ? 'nothing to do' : `${seconds.toFixed(1)} s`}\n`)
    return result
  } catch (error) {
    process.stdout.write('failed\n')
    throw error
  }
}

/** What a step returns that found its work done already. */
export const SKIPPED = Symbol('skipped')
