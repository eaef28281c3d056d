import { everyPage } from '@/lib/every-page'
import { findSessionPage, findTokenPage } from './personal-data-store'

type RowOf<Find extends (...args: never[]) => Promise<object[]>> = Awaited<ReturnType<Find>>[number]

/** Every session of a person, the oldest first. */
export function pagesOfSessions(userId: string) {
  return everyPage<RowOf<typeof findSessionPage>>((after, limit) =>
    findSessionPage({ userId, after: after?.id, limit }),
  )
}

/** Every token that is on record of a person, the oldest first; nothing that stands for it. */
export async function* pagesOfTokens(userId: string) {
  const pages = everyPage<RowOf<typeof findTokenPage>>((after, limit) =>
    findTokenPage({ userId, after: after?.jti, limit }),
  )
  for await (const rows of pages) yield rows.map(({ jti: _, ...row }) => row)
}
