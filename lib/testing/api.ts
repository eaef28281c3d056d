import { randomUUID } from 'node:crypto'
import { createUser } from '@/lib/accounts/create-user'
import { findHotRoute } from '@/lib/http/hot-routes'
import { headerPairs } from '@/lib/http/json-reply'
import { issueTokens } from '@/lib/tokens/issue-tokens'

export const testClient = { ip: '192.0.2.1', userAgent: 'vitest', requestId: 'test' }

export const TEST_PASSWORD = 'correct horse battery staple'

export function newPerson({ isVerified = true } = {}) {
  return createUser({ email: `${randomUUID()}@example.com`, password: TEST_PASSWORD, isVerified })
}

/** A new person with a first pair of tokens. */
export async function newTokens(now: Date = new Date()) {
  const user = await newPerson()
  return { user, ...(await issueTokens({ user, method: 'password', client: testClient }, now)) }
}

type CallInit = { method?: string; body?: object; text?: BodyInit; headers?: Record<string, string> }

/** Calls an endpoint as the server would; `body` is sent as JSON, `text` as it is. */
export async function callApi(path: string, { method = 'POST', body, text, headers = {} }: CallInit = {}) {
  const url = new URL(path, 'http://localhost:3000')
  const handler = findHotRoute(url.pathname)
  if (!handler) throw new Error(`There is no ${path}`)
  const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
  const request = new Request(url, { method, headers, ...(text !== undefined && { body: text }), ...json })
  const { status, headers: answered, content } = await handler(request)
  return { status, headers: new Headers(headerPairs(answered)), body: content ? JSON.parse(content) : undefined }
}

/** The claims of a token, unverified. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}
