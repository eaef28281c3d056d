import cluster from 'node:cluster'
import { env } from '@/lib/env'
import { flushLog, log } from '@/lib/log'
import { writeRequestLines } from './request-log'
import { runWebProcesses } from './web-processes'
import { runWebServer } from './web-server'

/** Runs the server, in several processes where production asks for them, until it is told to stop. */
export async function runServer(): Promise<void> {
  endOnUnexpectedErrors()
  if (env.LATCHKEY_DEV === 'off') sendConsoleToLog()
  const onReady = () => process.send?.('ready')
  const isPrimary = cluster.isPrimary && env.LATCHKEY_DEV === 'off' && env.WEB_PROCESSES > 1
  if (isPrimary) await runWebProcesses(env.WEB_PROCESSES, onReady)
  else await runWebServer(onReady)
  end(0)
}

// What was thrown past every handler leaves the process in a state nobody knows: say why, end, be started again.
function endOnUnexpectedErrors(): void {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => {
      log.fatal({ error }, event)
      end(1)
    })
  }
}

// Next and some packages print for a person at a terminal; a log has one JSON line per entry, without secrets.
function sendConsoleToLog(): void {
  console.error = (...args: unknown[]) => log.error({ args }, 'console')
  console.warn = (...args: unknown[]) => log.warn({ args }, 'console')
  console.log = (...args: unknown[]) => log.info({ args }, 'console')
}

function end(exitCode: number): never {
  writeRequestLines()
  flushLog()
  process.exit(exitCode)
}
