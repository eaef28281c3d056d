'use server'

import { redirect } from 'next/navigation'
import { requestAddress } from '@/lib/accounts/add-address'
import { makeMain, removeAddress } from '@/lib/accounts/change-addresses'
import { ownAddressSchema, requestAddressSchema } from '@/lib/accounts/schemas'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

const HERE = '/security/addresses'

export const requestAddressAction = formAction(requestAddressSchema, async (input, client) => {
  const { user } = await requireRecentSignIn(HERE)
  await requestAddress({ user, ...input, locale: await findLocale() }, client)
  redirect(`${HERE}?notice=sent`)
})

export const makeMainAction = formAction(ownAddressSchema, async ({ email }, client) => {
  const { user, session } = await requireRecentSignIn(HERE)
  await makeMain({ user, email, locale: await findLocale(), keepSessionId: session.id }, client)
  redirect(`${HERE}?notice=mainChanged`)
})

export const removeAddressAction = formAction(ownAddressSchema, async ({ email }, client) => {
  const { user } = await requireRecentSignIn(HERE)
  await removeAddress({ user, email, locale: await findLocale() }, client)
  redirect(`${HERE}?notice=removed`)
})
