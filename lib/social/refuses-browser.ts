import { findInAppBrowser } from '@/lib/sessions/in-app-browser'
import type { Provider } from './provider'

/** Whether a provider lets nobody sign in in this browser, so that it is not to be asked anything from there. */
export function refusesBrowser({ refusesInAppBrowsers }: Provider, userAgent: string): boolean {
  return refusesInAppBrowsers && findInAppBrowser(userAgent) !== null
}
