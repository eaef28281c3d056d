'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { retryAllMail, retryMail } from '@/lib/mail/retry-mail'
import { requireRecentSignIn, requireStaff } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'

const HERE = '/admin/mail'

export const retryAction = formAction(z.strictObject({ mailId: z.uuid() }), async ({ mailId }, client) => {
  const { id: staffId } = await requireStaff()
  await requireRecentSignIn(HERE)
  await retryMail({ mailId, staffId, client })
  redirect(`${HERE}?notice=retried`)
})

export const retryAllAction = formAction(z.strictObject({}), async (_, client) => {
  const { id: staffId } = await requireStaff()
  await requireRecentSignIn(HERE)
  await retryAllMail({ staffId, client })
  redirect(`${HERE}?notice=retriedAll`)
})
