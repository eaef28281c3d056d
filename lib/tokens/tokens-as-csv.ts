import { listTokens, type TokenFilter } from './list-tokens'

const COLUMNS = ['jti', 'tokenType', 'state', 'email', 'ip', 'userAgent', 'issuedAt', 'expiresAt'] as const
const PAGE = 500

/** The whole list as lines of CSV (RFC 4180), read page by page: as fast as whoever reads, however long it is. */
export async function* tokensAsCsv(filter: TokenFilter): AsyncGenerator<string> {
  yield csvLine(COLUMNS)
  let after = filter.after
  while (true) {
    const { tokens, next } = await listTokens({ ...filter, after }, { limit: PAGE })
    for (const token of tokens) yield csvLine(COLUMNS.map((column) => textOf(token[column])))
    if (next === null) return
    after = next
  }
}

function textOf(value: string | Date): string {
  return value instanceof Date ? value.toISOString() : value
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

// A spreadsheet takes what begins so for a formula, and a User-Agent is whatever its sender likes.
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
