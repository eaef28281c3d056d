import 'server-only'
import { clientOf } from '@/lib/http/client'
import { exportTokens } from '@/lib/tokens/export-tokens'
import { tokenFilterSchema } from '@/lib/tokens/list-tokens'
import { findCurrentSignIn, requireRecentSignIn } from './current-user'
import { queryOf } from './page-query'
import { streamOf } from './stream-of'

/** The token list of the staff as a file, after a recent sign-in; for everybody else it does not exist. */
export async function downloadTokens(request: Request): Promise<Response> {
  const signIn = await findCurrentSignIn()
  if (!signIn || signIn.user.role === 'user') return new Response(null, { status: 404 })
  const filter = tokenFilterSchema.parse(Object.fromEntries(new URL(request.url).searchParams))
  await requireRecentSignIn(`/admin/tokens?${queryOf(filter)}`)
  const lines = await exportTokens(filter, { staffId: signIn.user.id, client: clientOf(request.headers) })
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="tokens.csv"',
    'cache-control': 'private, no-store',
  }
  return new Response(streamOf(lines), { headers })
}
