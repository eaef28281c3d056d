'use server'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { clientOf } from '@/lib/http/client'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { startSchema } from '@/lib/social/schemas'
import { wayToProvider } from './way-to-provider'

// What no form of ours sends ends as an attempt at a provider that there is not.
const NOTHING = { provider: '', next: '/', act: 'sign_in' } as const

/** Sends the person to a provider, to sign in, to confirm that it is still them, or to link; a plain form may post to it. */
export async function startProviderSignInAction(formData: FormData): Promise<void> {
  const requestHeaders = await headers()
  assertSameOrigin(requestHeaders)
  const start = startSchema.catch(NOTHING).parse(Object.fromEntries(formData))
  redirect(await wayToProvider(start, clientOf(requestHeaders)))
}
