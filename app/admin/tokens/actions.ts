'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { blacklistByStaff, endAllByStaff } from '@/lib/tokens/end-by-staff'
import { flushExpired } from '@/lib/tokens/flush-expired'
import { requireRecentSignIn, requireStaff } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'

const HERE = '/admin/tokens'

export const blacklistAction = formAction(z.strictObject({ jti: z.string().max(64) }), async ({ jti }, client) => {
  const { id: staffId } = await requireStaff()
  await requireRecentSignIn(HERE)
  await blacklistByStaff({ jti, staffId, client })
  redirect(`${HERE}?notice=blacklisted`)
})

export const endAllAction = formAction(z.strictObject({ userId: z.uuid() }), async ({ userId }, client) => {
  const { id: staffId } = await requireStaff()
  await requireRecentSignIn(HERE)
  await endAllByStaff({ userId, staffId, client })
  redirect(`${HERE}?notice=endedAll`)
})

export const flushAction = formAction(z.strictObject({}), async () => {
  await requireStaff()
  await requireRecentSignIn(HERE)
  await flushExpired()
  redirect(`${HERE}?notice=flushed`)
})
