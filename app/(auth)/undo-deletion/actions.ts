'use server'

import { redirect } from 'next/navigation'
import { linkSchema } from '@/lib/accounts/schemas'
import { undoDeletion } from '@/lib/accounts/undo-deletion'
import { formAction } from '@/lib/web/form-action'

export const undoDeletionAction = formAction(linkSchema, async (input, client) => {
  await undoDeletion(input, client)
  redirect('/login?notice=deletion_undone')
})
