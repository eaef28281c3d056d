import { z } from 'zod'
import { lineSchema } from '@/lib/accounts/text'
import { personalTokenScopes } from './personal-token-scopes'

export const PERSONAL_TOKEN_NAME_LENGTH = 60
export const personalTokenDays = ['7', '30', '90', '365'] as const

const checkbox = z.literal('on').optional()

/** The form: one checkbox for each scope, named like it. */
export const createPersonalTokenSchema = z
  .strictObject({
    name: lineSchema(PERSONAL_TOKEN_NAME_LENGTH).refine((name) => name.length > 0, 'required'),
    days: z.enum(personalTokenDays, 'invalid').transform(Number),
    'profile:read': checkbox,
    'profile:write': checkbox,
  })
  .transform(({ name, days, ...checked }) => ({
    name,
    days,
    scopes: personalTokenScopes.filter((scope) => checked[scope] === 'on'),
  }))
  .refine(({ scopes }) => scopes.length > 0, { path: ['scopes'], message: 'scope_missing' })

export const signOutEverywhereSchema = z.strictObject({
  revokesTokens: checkbox.transform((value) => value === 'on'),
})

export const revokePersonalTokenSchema = z.strictObject({ tokenId: z.uuid() })
