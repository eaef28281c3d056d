import { z } from 'zod'
import { emailSchema } from '@/lib/accounts/email'

export const newAddressSchema = z.object({ email: emailSchema, is_main: z.boolean().default(false) })

export const addressSchema = z.object({ email: emailSchema })

/** A secret that came by mail. */
export const mailedSecretSchema = z.object({ token: z.string().max(64) })

/** `all`: what was changed before it within the week is undone too. */
export const undoSchema = mailedSecretSchema.extend({ all: z.boolean().default(false) })
