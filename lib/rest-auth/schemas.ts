import { z } from 'zod'
import { emailSchema } from '@/lib/accounts/email'
import { env } from '@/lib/env'
import { wireText } from '@/lib/http/wire-fields'
import { passwordSchema } from '@/lib/passwords/password-policy'

function wireEmail() {
  return wireText().transform((text, context): string => {
    const email = emailSchema.safeParse(text)
    if (email.success) return email.data
    context.addIssue({ code: 'custom', message: 'email_invalid' })
    return z.NEVER
  })
}

/** A password that somebody wants to set: bounded, and taken as it was typed. */
function newPassword() {
  return wireText({ isTrimmed: false }).pipe(passwordSchema)
}

// Absent and blank are judged together with the password, anything else here.
const optionalEmail = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
  wireEmail().optional(),
)

export const loginSchema = z
  .object({ email: optionalEmail, password: wireText({ isTrimmed: false }) })
  .transform(({ email, password }, context) => {
    if (email !== undefined) return { email, password }
    context.addIssue({ code: 'custom', message: 'email_and_password' })
    return z.NEVER
  })

// Looked at by the use case: the recorded server answers 401 without it, after it has taken the cookies back.
export const logoutSchema = z.object({ refresh: z.unknown().optional() })
export const refreshSchema = z.object({ refresh: wireText().optional() })
export const verifySchema = z.object({ token: wireText().optional() })

const twoPasswords = { new_password1: newPassword(), new_password2: newPassword() }
type TwoPasswords = { new_password1: string; new_password2: string }

function assertSame({ new_password1, new_password2 }: TwoPasswords, context: z.core.$RefinementCtx): void {
  if (new_password1 === new_password2) return
  context.addIssue({ code: 'custom', message: 'passwords_differ', path: ['new_password2'] })
}

const changePasswordSchema = z.object(twoPasswords).superRefine(assertSame)
const changePasswordWithOldSchema = z
  .object({ ...twoPasswords, old_password: wireText({ isTrimmed: false }) })
  .superRefine(assertSame)

/** Which of them is meant is known when the settings are. */
export const passwordChangeSchema = z.lazy(() =>
  env.OLD_PASSWORD_FIELD_ENABLED === 'on' ? changePasswordWithOldSchema : changePasswordSchema,
)

export const emailOnlySchema = z.object({ email: wireEmail() })
export const resetConfirmSchema = z
  .object({ ...twoPasswords, uid: wireText(), token: wireText() })
  .superRefine(assertSame)

export const registrationSchema = z
  .object({ email: wireEmail(), password1: newPassword(), password2: newPassword() })
  .superRefine(({ password1, password2 }, context) => {
    if (password1 !== password2) context.addIssue({ code: 'custom', message: 'registration_passwords_differ' })
  })

export const verifyEmailSchema = z.object({ key: wireText() })

const optionalText = z
  .string()
  .max(8_192)
  .optional()
  .transform((text) => text || undefined)

/** One of them is needed; which one is left blank does not matter. */
export const providerCredentialSchema = z
  .object({ access_token: optionalText, code: optionalText, id_token: optionalText, code_verifier: optionalText })
  .transform(({ access_token, code, id_token, code_verifier }, context) => {
    if (access_token || code || id_token) {
      return { accessToken: access_token, code, idToken: id_token, codeVerifier: code_verifier }
    }
    context.addIssue({ code: 'custom', message: 'provider_token_missing' })
    return z.NEVER
  })
