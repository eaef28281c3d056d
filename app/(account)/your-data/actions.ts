'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { requestExport } from '@/lib/exports/request-export'
import { requireRecentSignIn } from '@/lib/web/current-user'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'

export const requestExportAction = formAction(z.strictObject({}), async (_, client) => {
  const { user } = await requireRecentSignIn('/your-data?notice=confirmed')
  await requestExport({ userId: user.id, locale: await findLocale() }, client)
  redirect('/your-data?notice=requested')
})
