import { z } from 'zod'
import { canonicalEmail } from '@/lib/accounts/email'
import { findPersonIdByEmail } from '@/lib/accounts/find-person'
import { isTokenId } from './token-claims'
import { findStretchEnd, findTokenPage, type ListedRow, type Place } from './token-list-store'

export const tokenStates = ['live', 'rotated', 'blacklisted', 'expired'] as const
export type ListedState = (typeof tokenStates)[number]
export type ListedToken = ListedRow & { state: ListedState }

const PAGE_SIZE = 50

/** What the list is asked for; a value that makes no sense counts as not given. */
export const tokenFilterSchema = z.object({
  email: z.string().trim().min(1).max(254).optional().catch(undefined),
  state: z.enum(tokenStates).optional().catch(undefined),
  session: z.uuid().optional().catch(undefined),
  after: z.string().max(120).optional().catch(undefined),
})

export type TokenFilter = z.output<typeof tokenFilterSchema>
export type TokenPage = { tokens: ListedToken[]; next: string | null; userId: string | null }

/**
 * Lists outstanding tokens, the latest first, a page at a time. A page of a rare state may be short, or empty, and still
 * have a next one: each looks at a bounded number of tokens.
 *
 * @returns `next` is what to ask for the page after it; `userId` of the person who was asked for, if there is one
 */
export async function listTokens(
  { email, state, session, after }: TokenFilter,
  { limit = PAGE_SIZE, now = new Date() }: { limit?: number; now?: Date } = {},
): Promise<TokenPage> {
  const userId = email === undefined ? null : await findPersonIdByEmail(canonicalEmail(email))
  if (email !== undefined && !userId) return { tokens: [], next: null, userId: null }
  const query = { userId: userId ?? undefined, sessionId: session, state, cursor: readCursor(after), now }
  const rows = await findTokenPage({ ...query, limit: limit + 1 })
  const last = rows.length > limit ? rows[limit - 1] : await findStretchEnd({ ...query, limit })
  const tokens = rows.slice(0, limit).map(({ at: _, ...row }) => ({ ...row, state: stateOf(row, now) }))
  return { tokens, next: last ? `${last.at.toISOString()}_${last.jti}` : null, userId }
}

function stateOf({ blacklistedAt, expiresAt, rotatedAt }: ListedRow, now: Date): ListedState {
  if (blacklistedAt) return 'blacklisted'
  if (expiresAt <= now) return 'expired'
  return rotatedAt ? 'rotated' : 'live'
}

const cursorSchema = z.tuple([z.coerce.date(), z.string().refine(isTokenId)])

function readCursor(after: string | undefined): Place | undefined {
  const cursor = cursorSchema.safeParse(after?.split('_'))
  return cursor.success ? { at: cursor.data[0], jti: cursor.data[1] } : undefined
}
