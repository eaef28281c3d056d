/** Who is asking: passed to use cases explicitly, kept in sessions and audit events. */
export type Client = {
  /** The address as far as the trusted proxies vouch for it. */
  ip: string
  userAgent: string
  requestId: string
}
