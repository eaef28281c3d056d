'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { chooseLocale } from '@/lib/accounts/profile'
import { localeSchema } from '@/lib/accounts/schemas'
import { safeNext } from '@/lib/http/safe-next'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { findCurrentSignIn } from './current-user'
import { writeLocaleCookie } from './locale'
import { themeSchema, writeThemeCookie } from './theme'

/** Changes the language here, and in the settings of whoever is signed in. */
export async function chooseLocaleAction(formData: FormData): Promise<void> {
  assertSameOrigin(await headers())
  const locale = localeSchema.parse(formData.get('locale'))
  const signIn = await findCurrentSignIn()
  if (signIn) await chooseLocale({ userId: signIn.user.id, locale })
  await writeLocaleCookie(locale)
  redirect(safeNext(formData.get('back'), '/'))
}

/** Changes the appearance in this browser. */
export async function chooseThemeAction(formData: FormData): Promise<void> {
  assertSameOrigin(await headers())
  await writeThemeCookie(themeSchema.parse(formData.get('theme')))
  redirect(safeNext(formData.get('back'), '/'))
}
