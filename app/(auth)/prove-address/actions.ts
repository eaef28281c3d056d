'use server'
import { redirect } from 'next/navigation'
import { safeNext } from '@/lib/http/safe-next'
import { proveAddress, requestAddressCode } from '@/lib/social/prove-address'
import { claimAddressSchema, proveAddressSchema } from '@/lib/social/schemas'
import { codeCookie } from '@/lib/web/code-cookie'
import { formAction } from '@/lib/web/form-action'
import { forgetOffer, requireOffer } from '@/lib/web/link-cookie'
import { findLocale } from '@/lib/web/locale'
import { goOn } from '@/lib/web/provider-sign-in'

export const claimAddressAction = formAction(claimAddressSchema, async ({ email, offer, next }, client) => {
  const pendingToken = await requireOffer(offer, '/prove-address')
  const { codeSecret } = await requestAddressCode({ pendingToken, offer, email, locale: await findLocale() }, client)
  await codeCookie.keep({ secret: codeSecret, next: safeNext(next) })
  redirect(`/prove-address?${new URLSearchParams({ step: 'code', offer, next: safeNext(next) })}`)
})

export const proveAddressAction = formAction(proveAddressSchema, async ({ code, offer, next }, client) => {
  const pendingToken = await requireOffer(offer, '/prove-address')
  const codeSecret = (await codeCookie.find())?.secret ?? ''
  const result = await proveAddress({ pendingToken, code, codeSecret, locale: await findLocale() }, client)
  await forgetOffer()
  await codeCookie.forget()
  redirect(await goOn(result, { next: safeNext(next), client }))
})
