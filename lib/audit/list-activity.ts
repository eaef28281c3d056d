import { z } from 'zod'
import { everyPage } from '@/lib/every-page'
import { type ActivityCursor, type ActivityRow, findActivity } from './activity-store'

export type Activity = ActivityRow

const PAGE_SIZE = 30

/** What the list is asked for; a value that makes no sense counts as not given. */
export const activityQuerySchema = z.object({ after: z.string().max(80).optional().catch(undefined) })

/**
 * Lists what happened at a person's account, the latest first, a page at a time: what they did, what was refused, and
 * what the staff did to it.
 *
 * @returns `next` is what to ask for the page after it
 */
export async function listActivity(
  { userId, after }: { userId: string; after?: string | undefined },
  { limit = PAGE_SIZE }: { limit?: number } = {},
): Promise<{ events: Activity[]; next: string | null }> {
  const rows = await findActivity({ userId, after: readCursor(after), limit: limit + 1 })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { events: rows.slice(0, limit), next: last ? `${last.at.toISOString()}_${last.id}` : null }
}

/** Everything that is recorded of a person, the latest first, page by page: nothing of it is ever deleted. */
export function pagesOfActivity(userId: string): AsyncGenerator<Activity[]> {
  return everyPage((after: Activity | undefined, limit) => findActivity({ userId, after, limit }))
}

const cursorSchema = z.tuple([z.coerce.date(), z.uuid()])

function readCursor(after: string | undefined): ActivityCursor | undefined {
  const cursor = cursorSchema.safeParse(after?.split('_'))
  return cursor.success ? { at: cursor.data[0], id: cursor.data[1] } : undefined
}
