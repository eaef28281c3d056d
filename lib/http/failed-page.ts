import type { IncomingMessage, ServerResponse } from 'node:http'
import { wasOutageNoted } from './outage'

type FailedPage = 'unavailable' | 'internal'

/**
 * Watches an answer that Next writes: a 500 is dropped and `sendPage` answers instead, so that a person sees what
 * happened in their language, however early the page failed and also without JavaScript.
 */
export function replaceFailedPage(
  request: IncomingMessage,
  response: ServerResponse,
  { isDev, sendPage }: { isDev: boolean; sendPage: (problem: FailedPage) => void },
): void {
  const { writeHead, write, end } = response
  let isReplaced = false

  function replaces(status: number): boolean {
    if (isReplaced || response.headersSent || status !== 500) return isReplaced
    const problem = chooseProblem(request, isDev)
    if (problem === null) return false
    isReplaced = true
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'link']) response.removeHeader(name)
    Object.assign(response, { writeHead, write, end })
    sendPage(problem)
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

// A fault in what Next's own script asked for is shown by that script; in development Next shows all it knows.
function chooseProblem({ headers }: IncomingMessage, isDev: boolean): FailedPage | null {
  if (wasOutageNoted()) return 'unavailable'
  return isDev || 'rsc' in headers || 'next-action' in headers ? null : 'internal'
}
