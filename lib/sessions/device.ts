import { UAParser } from 'ua-parser-js'

export type Device = {
  kind: 'phone' | 'tablet' | 'computer' | 'program'
  browser?: string
  os?: string
}

/** A User-Agent header in words; screens put them into a sentence. */
export function describeDevice(userAgent: string): Device {
  const { browser, os, device } = new UAParser(userAgent).getResult()
  const words = { ...(browser.name && { browser: browser.name }), ...(os.name && { os: os.name }) }
  if (!browser.name) {
    const program = userAgent.match(/^[\w.-]{1,40}/)?.[0]
    return { kind: 'program', ...words, ...(program && { browser: program }) }
  }
  if (device.type === 'mobile') return { kind: 'phone', ...words }
  if (device.type === 'tablet') return { kind: 'tablet', ...words }
  return { kind: 'computer', ...words }
}
