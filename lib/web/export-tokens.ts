import 'server-only'
import { tokenFilterSchema } from '@/lib/tokens/list-tokens'
import { tokensAsCsv } from '@/lib/tokens/tokens-as-csv'
import { findCurrentSignIn } from './current-user'
import { streamOf } from './stream-of'

/** The token list of the staff as a file; for everybody else it does not exist. */
export async function exportTokens(request: Request): Promise<Response> {
  const signIn = await findCurrentSignIn()
  if (!signIn || signIn.user.role === 'user') return new Response(null, { status: 404 })
  const filter = tokenFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams))
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="tokens.csv"',
    'cache-control': 'private, no-store',
  }
  return new Response(streamOf(tokensAsCsv(filter)), { headers })
}
