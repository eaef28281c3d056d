'use server'
import { redirect } from 'next/navigation'
import { offerHandOff, takeHandOff } from '@/lib/accounts/hand-off'
import { takeHandOffSchema } from '@/lib/accounts/schemas'
import { startSchema } from '@/lib/social/schemas'
import { findCurrentSignIn } from './current-user'
import { formAction } from './form-action'
import { wayToProvider } from './way-to-provider'

/** Shows a code by which another browser goes on; only a sign-in begins at the provider, the rest at a page of ours. */
export const offerHandOffAction = formAction(startSchema, async ({ provider, act, next }, client) => ({
  secret: await offerHandOff({ provider: act === 'sign_in' ? provider : null, next }, client),
}))

/** Goes on in this browser. Whoever is signed in here stays so: a code of somebody else changes that least of all. */
export const takeHandOffAction = formAction(takeHandOffSchema, async ({ code }, client) => {
  const { provider, next } = await takeHandOff(code, client)
  if (provider === null || (await findCurrentSignIn())) redirect(next)
  redirect(await wayToProvider({ provider, next, act: 'sign_in' }, client))
})
