'use server'

import { redirect } from 'next/navigation'
import { proveAddress } from '@/lib/accounts/add-address'
import { linkSchema } from '@/lib/accounts/schemas'
import { requireSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

export const proveAddressAction = formAction(linkSchema, async ({ token }, client) => {
  const { user, session } = await requireSignIn()
  const proving = { user, token, locale: await findLocale(), keepSessionId: session.id }
  const { isMain } = await proveAddress(proving, client)
  redirect(`/security/addresses?notice=${isMain ? 'mainChanged' : 'added'}`)
})
