import { z } from 'zod'
import { passwordSchema } from '@/lib/passwords/password-policy'
import { readShortCode } from '@/lib/short-code'
import { emailSchema } from './email'
import { lineSchema, textSchema } from './text'

export const locales = ['ko', 'en'] as const
export const localeSchema = z.enum(locales)
export type Locale = z.output<typeof localeSchema>

const checkbox = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

const nameSchema = lineSchema(80)

/** An opaque secret as links carry it: 32 bytes, base64url. */
export const secretSchema = z.string().regex(/^[\w-]{43}$/, 'token_invalid')

export const signUpSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  name: nameSchema.refine((name) => name.length > 0, 'required'),
  challenge: z.string().max(200).optional(),
  solution: z.string().max(20).optional(),
})

export const signInSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema,
  isKept: checkbox,
  next: z.string().max(2048).optional(),
})

export const resendConfirmationSchema = z.strictObject({ email: emailSchema })

export const confirmEmailSchema = z.strictObject({ token: secretSchema, password: passwordSchema.optional() })

export const confirmPasswordSchema = z.strictObject({
  password: passwordSchema,
  next: z.string().max(2048).optional(),
  /** Sent along for password managers; who is asked stands in the session. */
  username: z.string().max(254).optional(),
})

export const changePasswordSchema = z.strictObject({
  /** Not asked for where the account has none. */
  currentPassword: passwordSchema.optional(),
  newPassword: passwordSchema,
  /** Sent along for password managers; whose it is stands in the session. */
  username: z.string().max(254).optional(),
})

export const CODE_DIGITS = 6

/** A code as somebody types it: six digits, spaces between them or not. */
export const codeSchema = z
  .string()
  .max(32, 'code_wrong')
  .transform((typed) => typed.normalize('NFKC').replace(/\s/g, ''))
  .refine((code) => code.length === CODE_DIGITS && /^\d+$/.test(code), 'code_wrong')

export const confirmCodeSchema = z.strictObject({ code: codeSchema })

export const signInCodeSchema = z.strictObject({
  code: codeSchema,
  isKept: checkbox,
  next: z.string().max(2048).optional(),
})

export const requestCodeSchema = z.strictObject({ email: emailSchema, next: z.string().max(2048).optional() })

export const takeHandOffSchema = z.strictObject({
  code: z.string().max(64, 'hand_off_wrong').transform(readShortCode),
})

export const requestAddressSchema = z.strictObject({ email: emailSchema, isMain: checkbox })

export const ownAddressSchema = z.strictObject({ email: emailSchema })

/** A secret that came by mail. */
export const linkSchema = z.strictObject({ token: secretSchema })

export const undoSchema = linkSchema.extend({ isAll: checkbox })

export const requestResetSchema = z.strictObject({ email: emailSchema })

export const resetPasswordSchema = z.strictObject({
  token: secretSchema,
  newPassword: passwordSchema,
  /** Sent along for password managers; whose it is stands behind the token. */
  username: z.string().max(254).optional(),
})

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC'
}

export const profileSchema = z.strictObject({
  name: nameSchema.default(''),
  nickname: lineSchema(40).default(''),
  bio: textSchema(500).default(''),
  locale: z
    .union([localeSchema, z.literal('').transform(() => null)])
    .nullish()
    .transform((value) => value ?? null),
  timeZone: z
    .union([z.string().max(64).refine(isTimeZone, 'time_zone_unknown'), z.literal('').transform(() => null)])
    .nullish()
    .transform((value) => value ?? null),
})

export type ProfileInput = z.output<typeof profileSchema>
