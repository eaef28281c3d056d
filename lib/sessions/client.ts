/** Who is asking: passed to use cases explicitly, kept in sessions and audit events. */
export type Client = {
  /** The address as far as the trusted proxies vouch for it. */
  ip: string
  userAgent: string
  requestId: string
  /** SHA-256 of the secrets by which this browser is known to those who signed in on it; visitors can make them up. */
  deviceHashes?: string[]
}

/** Nobody asks: a job does what is due. */
export const schedule: Client = { ip: '', userAgent: '', requestId: '' }

/** Whoever has the server itself. */
export const commandLine: Client = { ip: '', userAgent: 'latchkey command line', requestId: '' }
