'use server'

import { redirect } from 'next/navigation'
import { requestCodeSchema, signInCodeSchema } from '@/lib/accounts/schemas'
import { requestSignInCode, signInByCode } from '@/lib/accounts/sign-in-by-code'
import { safeNext } from '@/lib/http/safe-next'
import { codeCookie } from '@/lib/web/code-cookie'
import { formAction } from '@/lib/web/form-action'
import { findLocale } from '@/lib/web/locale'
import { replaceSession } from '@/lib/web/replace-session'

export const requestCodeAction = formAction(requestCodeSchema, async ({ email, next }, client) => {
  const { codeSecret } = await requestSignInCode({ email, locale: await findLocale() }, client)
  await codeCookie.keep({ secret: codeSecret, next: safeNext(next) })
  redirect(`/login/code?${new URLSearchParams({ step: 'code', next: safeNext(next) })}`)
})

export const signInByCodeAction = formAction(signInCodeSchema, async ({ next, ...input }, client) => {
  const kept = await codeCookie.find()
  const started = await signInByCode({ ...input, codeSecret: kept?.secret }, client)
  await replaceSession(started, client)
  await codeCookie.forget()
  redirect(safeNext(next))
})
