import 'server-only'
import { recordRefusal, refusalIn } from '@/lib/audit/record-refusal'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { readExport } from '@/lib/exports/read-export'
import { clientOf } from '@/lib/http/client'
import { findCurrentSignIn } from './current-user'
import { pathOfProblem } from './page-query'
import { streamOf } from './stream-of'

/** What is held about whoever asks, as a file, by the link from the mail; without a sign-in asks for that first. */
export async function downloadExport(request: Request): Promise<Response> {
  const { pathname, search, searchParams } = new URL(request.url)
  const signIn = await findCurrentSignIn()
  if (!signIn) return goTo(`/login?next=${encodeURIComponent(pathname + search)}`)
  const userId = signIn.user.id
  const link = { userId, token: searchParams.get('token') ?? '' }
  const client = clientOf(request.headers)
  try {
    const { size, parts } = await readExport(link, client)
    return new Response(streamOf(parts), { headers: fileHeaders(size, new Date()) })
  } catch (error) {
    if (!isAppError(error)) throw error
    const refusal = refusalIn(error)
    if (refusal) await recordRefusal(refusal, { client, userId, path: pathname })
    return goTo(pathOfProblem('/your-data', error))
  }
}

function fileHeaders(size: number, now: Date) {
  return {
    'content-type': 'application/zip',
    'content-length': String(size),
    'content-disposition': `attachment; filename="your-data-${now.toISOString().slice(0, 10)}.zip"`,
    'cache-control': 'private, no-store',
  }
}

function goTo(path: string): Response {
  const headers = { location: new URL(path, env.AUTH_URL).href, 'cache-control': 'private, no-store' }
  return new Response(null, { status: 303, headers })
}
