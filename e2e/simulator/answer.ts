export type Answer = { status: number; headers: Record<string, string>; body: string }

export function json(body: unknown, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  }
}

export function redirectTo(location: string, status = 303): Answer {
  return { status, headers: { location }, body: '' }
}

/** A page without scripts; `formAction` is where its forms may lead, redirects included. */
export function page(
  body: string,
  { status = 200, formAction = '' }: { status?: number; formAction?: string } = {},
): Answer {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${formAction}; frame-ancestors 'none'; base-uri 'none'`
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.trim(),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
  return { status, headers, body }
}
