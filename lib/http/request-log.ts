import { log } from '@/lib/log'

const BATCH_MS = 50

type RequestLine = {
  requestId: string
  method: string | undefined
  path: string
  status: number
  milliseconds: number
  ip: string
  /** false: the visitor went away before the end of the answer */
  isComplete: boolean
}

const lines: RequestLine[] = []

/** Puts one line about an answered request into the log, a moment later: together they cost half (docs/performance.md). */
export function logRequest(line: RequestLine): void {
  if (lines.push(line) === 1) setTimeout(writeRequestLines, BATCH_MS).unref()
}

/** Writes the lines that wait, before the process ends. */
export function writeRequestLines(): void {
  for (const line of lines.splice(0)) log.info(line, 'request')
}
