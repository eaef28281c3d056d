import { z } from 'zod'
import { passwordSchema } from '@/lib/passwords/password-policy'

export const linkAccountSchema = z.strictObject({ password: passwordSchema, next: z.string().max(2_048).optional() })
