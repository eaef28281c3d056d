import type { AppError } from '@/lib/errors'

/** What Next passes to a page that reads its query. */
export type PageQuery = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** A page's query with one value per name; a name given twice counts as not given. */
export async function readQuery(searchParams: PageQuery['searchParams']): Promise<Record<string, string | undefined>> {
  const pairs = Object.entries(await searchParams).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  return Object.fromEntries(pairs)
}

/** The query that says the same again, for a link to another page of a list; what is undefined is left out. */
export function queryOf(values: Record<string, string | undefined>): URLSearchParams {
  const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return new URLSearchParams(given)
}

/** The address of the page that tells why something did not work and, where that is known, when to come back. */
export function pathOfProblem(
  page: string,
  { code, retryAfterSeconds }: AppError,
  more: Record<string, string | undefined> = {},
): string {
  return `${page}?${queryOf({ error: code, ...more, wait: retryAfterSeconds?.toString() })}`
}
