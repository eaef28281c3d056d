import { z } from 'zod'
import { emailSchema } from '@/lib/accounts/email'
import { codeSchema } from '@/lib/accounts/schemas'
import { passwordSchema } from '@/lib/passwords/password-policy'

const next = z.string().max(2_048).optional()

export const linkAccountSchema = z.strictObject({ password: passwordSchema, next })

export const unlinkSchema = z.strictObject({ number: z.coerce.number().int().positive().max(2_147_483_647) })

export const confirmConnectionSchema = z.strictObject({})

export const claimAddressSchema = z.strictObject({ email: emailSchema, next })

export const proveAddressSchema = z.strictObject({ code: codeSchema, next })
