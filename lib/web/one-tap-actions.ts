'use server'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { clientOf } from '@/lib/http/client'
import { safeNext } from '@/lib/http/safe-next'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { type OneTapOffer, offerOneTap, takeOneTap } from './one-tap'

export async function offerOneTapAction(): Promise<OneTapOffer | null> {
  const requestHeaders = await headers()
  assertSameOrigin(requestHeaders)
  return offerOneTap(clientOf(requestHeaders))
}

const takenSchema = z.object({
  token: z.string().max(16_384),
  next: z
    .string()
    .max(2_048)
    .transform((next) => safeNext(next)),
})

// No token at all is refused like a bad one.
const NOTHING = { token: '', next: '/' }

export async function takeOneTapAction(taken: z.input<typeof takenSchema>): Promise<void> {
  const requestHeaders = await headers()
  assertSameOrigin(requestHeaders)
  redirect(await takeOneTap(takenSchema.catch(NOTHING).parse(taken), clientOf(requestHeaders)))
}
