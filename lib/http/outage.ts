import type { ServerResponse } from 'node:http'
import { processWide } from '@/lib/process-wide'

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
])
const CONNECTION_TEXT = /timeout exceeded when trying to connect|connection terminated|can't reach database/i
const MEMORY_MS = 2_000
const MAX_CAUSES = 5

const lastOutage = processWide('last-outage', () => ({ at: 0 }))

/** Whether an error, or one that caused it, says that the database could not be reached. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > MAX_CAUSES) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return CONNECTION_CODES.has(code) || CONNECTION_TEXT.test(error.message) || isOutage(error.cause, depth + 1)
}

/** Remembers that a page failed for want of the database; the server turns its 500 into a 503. */
export function noteOutage(now = Date.now()): void {
  lastOutage.at = now
}

function wasOutageNoted(now = Date.now()): boolean {
  return now - lastOutage.at < MEMORY_MS
}

/**
 * Watches an answer that Next writes: a 500 during an outage is dropped and `sendPage` answers instead,
 * so that a person sees why, in their language, however early the page failed.
 */
export function replaceOutagePage(response: ServerResponse, sendPage: () => void): void {
  const { writeHead, write, end } = response
  let isReplaced = false

  function replaces(status: number): boolean {
    if (isReplaced || response.headersSent || status !== 500 || !wasOutageNoted()) return isReplaced
    isReplaced = true
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'link']) response.removeHeader(name)
    Object.assign(response, { writeHead, write, end })
    sendPage()
    Object.assign(response, { writeHead: () => response, write: () => true, end: () => response })
    return true
  }
  Object.assign(response, {
    writeHead: (...args: Parameters<typeof writeHead>) =>
      replaces(args[0]) ? response : Reflect.apply(writeHead, response, args),
    write: (...args: Parameters<typeof write>) =>
      replaces(response.statusCode) ? true : Reflect.apply(write, response, args),
    end: (...args: Parameters<typeof end>) =>
      replaces(response.statusCode) ? response : Reflect.apply(end, response, args),
  })
}
