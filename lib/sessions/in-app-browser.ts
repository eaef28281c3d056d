import { describeDevice } from './device'

/** Browsers inside of other apps, which some providers refuse. */
const apps = { KAKAOTALK: 'KakaoTalk', NAVER: 'Naver', Line: 'LINE', Instagram: 'Instagram', Facebook: 'Facebook' }

export type InAppBrowser = {
  /** What people call the app. */
  app: string
  /** Whether a link can open another browser on this system. */
  system: 'android' | 'other'
}

/** The app in whose own browser a page is shown; null for a browser that stands for itself. */
export function findInAppBrowser(userAgent: string): InAppBrowser | null {
  const { browser = '', os } = describeDevice(userAgent)
  const app = Object.entries(apps).find(([name]) => name === browser)?.[1]
  return app ? { app, system: os === 'Android' ? 'android' : 'other' } : null
}

/**
 * A link that opens an address of ours in the browser of the phone; null where the app has none, and the person has to
 * use its menu.
 */
export function externalBrowserLink({ app, system }: InAppBrowser, url: string): string | null {
  if (app === 'KakaoTalk') return `kakaotalk://web/openExternal?url=${encodeURIComponent(url)}`
  if (app === 'LINE') return withParameter(url, 'openExternalBrowser', '1')
  if (system !== 'android') return null
  const { host, pathname, search, protocol } = new URL(url)
  return `intent://${host}${pathname}${search}#Intent;scheme=${protocol.slice(0, -1)};end`
}

function withParameter(url: string, name: string, value: string): string {
  const changed = new URL(url)
  changed.searchParams.set(name, value)
  return changed.href
}
