/** What Next passes to a page that reads its query. */
export type PageQuery = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** A page's query with one value per name; a name given twice counts as not given. */
export async function readQuery(searchParams: PageQuery['searchParams']): Promise<Record<string, string | undefined>> {
  const pairs = Object.entries(await searchParams).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  return Object.fromEntries(pairs)
}
