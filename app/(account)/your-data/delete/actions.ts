'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { deleteAccount } from '@/lib/accounts/delete-account'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'
import { clearSessionCookie } from '@/lib/web/session-cookie'

export const deleteAccountAction = formAction(z.strictObject({}), async (_, client) => {
  const { user } = await requireRecentSignIn('/your-data/delete')
  const { isUndoable } = await deleteAccount({ user, locale: await findLocale() }, client)
  await clearSessionCookie()
  redirect(`/login?notice=${isUndoable ? 'deletion_scheduled' : 'deleted'}`)
})
