const PAGE_SIZE = 500

/**
 * Reads a long list page by page, for whoever needs all of it and not at once.
 * @param read the next rows, at most `limit`, after the last one of the page before
 */
export async function* everyPage<Row>(
  read: (after: Row | undefined, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let page: Row[] = []
  do {
    page = await read(page.at(-1), PAGE_SIZE)
    yield page
  } while (page.length === PAGE_SIZE)
}
