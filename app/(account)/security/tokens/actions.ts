'use server'

import { redirect } from 'next/navigation'
import { revokePersonalTokenSchema } from '@/lib/tokens/personal-token-schemas'
import { revokePersonalToken } from '@/lib/tokens/revoke-personal-token'
import { requireUser } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'

export const revokePersonalTokenAction = formAction(revokePersonalTokenSchema, async ({ tokenId }, client) => {
  const user = await requireUser()
  await revokePersonalToken({ userId: user.id, tokenId }, client)
  redirect('/security/tokens?notice=revoked')
})
