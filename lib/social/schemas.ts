import { z } from 'zod'
import { emailSchema } from '@/lib/accounts/email'
import { codeSchema } from '@/lib/accounts/schemas'
import { safeNext } from '@/lib/http/safe-next'
import { endpointOriginsSchema, openIdProviderIdSchema, providerIdSchema } from '@/lib/openid-providers'
import { passwordSchema } from '@/lib/passwords/password-policy'
import { providerKinds } from './provider-settings'

const next = z.string().max(2_048).optional()

const isOn = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

/** What the form of a provider's button sends. */
export const startSchema = z.object({
  provider: providerIdSchema,
  next: next.transform((path) => safeNext(path)),
  act: z.enum(['sign_in', 'step_up', 'link', 'try']).default('sign_in'),
})
export type StartInput = z.output<typeof startSchema>

/** Which of the offers that a browser got its form was made for. */
const offer = z.string().max(64)

export const linkAccountSchema = z.strictObject({ password: passwordSchema, offer, next })

export const unlinkSchema = z.strictObject({ number: z.coerce.number().int().positive().max(2_147_483_647) })

export const confirmConnectionSchema = z.strictObject({ offer })

export const claimAddressSchema = z.strictObject({ email: emailSchema, offer, next })

export const proveAddressSchema = z.strictObject({ code: codeSchema, offer, next })

const key = (max: number) =>
  z
    .string()
    .trim()
    .max(max, 'too_long')
    .regex(/^\P{Cc}*$/u, 'control_character')

const words = z
  .string()
  .max(5_000, 'too_long')
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))

const endpointOrigins = words.refine(
  (origins) => endpointOriginsSchema.safeParse(origins).success,
  'endpoint_origins_invalid',
)

const keys = {
  clientId: key(255).min(1, 'required'),
  nativeClientIds: words,
  callbackUrl: z
    .union([z.literal(''), z.url('url_invalid').max(500, 'too_long')])
    .default('')
    .transform((text) => text || null),
  appId: z
    .union([z.literal(''), z.string().regex(/^\d{1,20}$/, 'app_id_invalid')])
    .default('')
    .transform((text) => text || null),
  keepsTokens: isOn,
}

export const addAppSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...keys,
    kind: z.enum(providerKinds).exclude(['openid']),
    clientSecret: key(1_000).min(1, 'required'),
  }),
  z.strictObject({
    ...keys,
    kind: z.literal('openid'),
    provider: z.string().refine((id) => openIdProviderIdSchema.safeParse(id).success, 'provider_id_invalid'),
    name: key(40).min(1, 'required'),
    issuer: z.url({ protocol: /^https?$/, error: 'issuer_invalid' }).max(500, 'too_long'),
    endpointOrigins,
    clientSecret: key(1_000).min(1, 'required'),
  }),
])
export type AddAppInput = z.output<typeof addAppSchema>

export const changeAppSchema = z.strictObject({
  ...keys,
  provider: z.string().max(40),
  /** Of an OpenID provider; the other kinds have none. */
  endpointOrigins,
  /** Empty: the one that is kept stays. */
  clientSecret: key(1_000),
})
export type ChangeAppInput = z.output<typeof changeAppSchema>

export const appActSchema = z.strictObject({
  provider: z.string().max(40),
  act: z.enum(['enable', 'disable', 'delete']),
})
export type AppActInput = z.output<typeof appActSchema>
