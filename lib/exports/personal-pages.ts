import { findSessionPage, findTokenPage } from './personal-data-store'

const PAGE_SIZE = 500

/** Every session of a person, the oldest first. */
export async function* pagesOfSessions(userId: string) {
  for (let after: string | undefined, count = PAGE_SIZE; count === PAGE_SIZE; ) {
    const rows = await findSessionPage({ userId, after, limit: PAGE_SIZE })
    yield rows
    count = rows.length
    after = rows.at(-1)?.id
  }
}

/** Every token that is on record of a person, the oldest first; nothing that stands for it. */
export async function* pagesOfTokens(userId: string) {
  for (let after: string | undefined, count = PAGE_SIZE; count === PAGE_SIZE; ) {
    const rows = await findTokenPage({ userId, after, limit: PAGE_SIZE })
    yield rows.map(({ jti: _, ...row }) => row)
    count = rows.length
    after = rows.at(-1)?.jti
  }
}
