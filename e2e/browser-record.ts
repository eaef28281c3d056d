import { appendFileSync } from 'node:fs'
import type { Browser } from '@playwright/test'

// The names that RFC 6761 keeps from ever leading anywhere, where a test plays a stranger's page, and this machine.
const NOWHERE_ELSE = /(^|\.)(localhost|test|example|invalid)$|^127\.|^\[::1\]$/

const recorded = new Set<string>()

/** Whether a request to this host would leave this machine. */
export const isStranger = (host: string) => !NOWHERE_ELSE.test(host)

/** The strangers that this worker's browser has asked for so far. */
export const strangersAsked = () => [...recorded].filter(isStranger)

/** Records every host that a browser asks for from now on, in whichever context, for the end of the run too. */
export function recordHostsOf(browser: Browser): void {
  browser.on('context', (context) =>
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url())
      if (!protocol.startsWith('http') || recorded.has(hostname)) return
      recorded.add(hostname)
      appendFileSync(process.env.BROWSER_HOSTS_FILE ?? '', `${hostname}\n`)
    }),
  )
}
