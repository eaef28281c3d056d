'use server'

import { redirect } from 'next/navigation'
import { updateProfile } from '@/lib/accounts/profile'
import { profileSchema } from '@/lib/accounts/schemas'
import { requireUser } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'

export const updateProfileAction = formAction(profileSchema, async (profile, client) => {
  const user = await requireUser()
  await updateProfile({ userId: user.id, ...profile }, client)
  redirect('/profile?notice=saved')
})
