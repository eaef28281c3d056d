import 'server-only'
import { findPicture, removePicture, replacePicture } from '@/lib/accounts/profile'
import { env } from '@/lib/env'
import { AppError, isAppError } from '@/lib/errors'
import { clientOf } from '@/lib/http/client'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { findCurrentSignIn } from './current-user'
import { pathOfProblem } from './page-query'

const MAX_BYTES = 5_000_000

/** The picture of whoever asks; nobody else's is ever served. */
export async function readPicture(): Promise<Response> {
  const signIn = await findCurrentSignIn()
  const picture = signIn ? await findPicture(signIn.user.id) : null
  if (!picture) return new Response(null, { status: 404 })
  const headers = { 'content-type': 'image/webp', 'cache-control': 'private, no-store' }
  return new Response(new Uint8Array(picture.bytes), { headers })
}

/** Takes an uploaded picture, or removes the one there is, and goes back to the profile. */
export async function receivePicture(request: Request): Promise<Response> {
  try {
    assertSameOrigin(request.headers)
    const signIn = await findCurrentSignIn()
    if (!signIn) return backTo('/login?next=/profile')
    const client = clientOf(request.headers)
    const form = await readForm(request)
    if (form.get('remove') === 'on') {
      await removePicture(signIn.user.id, client)
      return backTo('/profile?notice=pictureRemoved')
    }
    const bytes = await readUpload(form.get('picture'))
    await replacePicture({ user: signIn.user, bytes }, client)
    return backTo('/profile?notice=pictureSaved')
  } catch (error) {
    if (!isAppError(error)) throw error
    return backTo(pathOfProblem('/profile', error))
  }
}

async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (cause) {
    throw new AppError('bad_request', { cause })
  }
}

async function readUpload(file: FormDataEntryValue | null): Promise<Uint8Array> {
  if (!(file instanceof File) || file.size === 0) throw new AppError('bad_request')
  if (file.size > MAX_BYTES) throw new AppError('payload_too_large')
  return new Uint8Array(await file.arrayBuffer())
}

function backTo(path: string): Response {
  return new Response(null, { status: 303, headers: { location: new URL(path, env.AUTH_URL).href } })
}
