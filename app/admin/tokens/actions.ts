'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { runSoon } from '@/lib/jobs/run-soon'
import { blacklistByStaff, endAllByStaff, endSessionByStaff } from '@/lib/tokens/end-by-staff'
import { requireRecentSignIn, requireStaff } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'

const HERE = '/admin/tokens'

export const blacklistAction = formAction(z.strictObject({ jti: z.string().max(64) }), async ({ jti }, client) => {
  const { id: staffId } = await requireStaff()
  await requireRecentSignIn(HERE)
  await blacklistByStaff({ jti, staffId, client })
  redirect(`${HERE}?notice=blacklisted`)
})

const sessionSchema = z.strictObject({ sessionId: z.uuid(), userId: z.uuid() })

export const endSessionAction = formAction(sessionSchema, async (signIn, client) => {
  const { id: staffId } = await requireStaff()
  await requireRecentSignIn(`${HERE}?session=${signIn.sessionId}`)
  await endSessionByStaff({ ...signIn, staffId, client })
  redirect(`${HERE}?session=${signIn.sessionId}&notice=endedSession`)
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
  await runSoon('flush-expired')
  redirect(`${HERE}?notice=flushed`)
})
