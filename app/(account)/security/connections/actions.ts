'use server'

import { redirect } from 'next/navigation'
import { disconnectIdentity } from '@/lib/social/disconnect-identity'
import { unlinkSchema } from '@/lib/social/schemas'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'

const HERE = '/security/connections'

export const unlinkAction = formAction(unlinkSchema, async ({ number }, client) => {
  const { user, session } = await requireRecentSignIn(HERE)
  await disconnectIdentity({ userId: user.id, sessionId: session.id, number }, client)
  redirect(`${HERE}?notice=unlinked`)
})
