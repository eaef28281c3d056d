import type { Provider } from '@/lib/social/provider'

export type ContentPolicySettings = {
  nonce: string
  /** Origins a form may lead to: a redirect after a POST counts as its target. */
  formOrigins: string[]
  /** Origins that a page may ask besides its own. */
  connectOrigins?: string[]
  isHttps: boolean
  isDev: boolean
}

/** The content policy of a page: only scripts and styles that carry this answer's nonce. */
export function contentPolicy({
  nonce,
  formOrigins,
  connectOrigins = [],
  isHttps,
  isDev,
}: ContentPolicySettings): string {
  const directives = [
    "default-src 'self'",
    // React's development build explains errors by eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...connectOrigins, ...(isDev ? ['ws:'] : [])].join(' ')}`,
    `form-action ${["'self'", ...formOrigins].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  if (isHttps) directives.push('upgrade-insecure-requests')
  return directives.join('; ')
}

const MAIL_PREVIEW = /^\/developers\/mail\/[\w-]+\/html$/

/**
 * The policy of a mail shown in a frame, if this is the path of one: it carries its styles inline, as no page of ours
 * may, so it gets neither scripts nor our origin.
 */
export function mailPreviewPolicy(pathname: string): string | null {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
  return MAIL_PREVIEW.test(pathname) ? policy : null
}

// The name of a host may hold a semicolon, which would end a directive and begin another, or be an asterisk.
const SOURCE = /^https?:\/\/[\w.:[\]-]+$/

/** Where the buttons of providers lead, each origin once. */
export function providerOrigins(providers: Pick<Provider, 'signInOrigins'>[]): string[] {
  return [...new Set(providers.flatMap(({ signInOrigins }) => signInOrigins))].filter((origin) => SOURCE.test(origin))
}
