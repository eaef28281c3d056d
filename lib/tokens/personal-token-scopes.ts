export const personalTokenScopes = ['profile:read', 'profile:write'] as const

export type PersonalTokenScope = (typeof personalTokenScopes)[number]

// Closed: what is not listed takes no personal token. HEAD is a GET.
const neededScopes: Record<string, PersonalTokenScope | undefined> = {
  'OPTIONS /accounts/me': 'profile:read',
  'GET /accounts/me': 'profile:read',
  'OPTIONS /dj-rest-auth/user': 'profile:read',
  'GET /dj-rest-auth/user': 'profile:read',
  'PUT /dj-rest-auth/user': 'profile:write',
  'PATCH /dj-rest-auth/user': 'profile:write',
}

/** Whether a token with these scopes may do this. */
export function isWithinScopes(scopes: readonly string[], { method, url }: { method: string; url: string }): boolean {
  const path = new URL(url).pathname.replace(/\/$/, '')
  const needed = neededScopes[`${method === 'HEAD' ? 'GET' : method} ${path}`]
  return needed !== undefined && scopes.includes(needed)
}
