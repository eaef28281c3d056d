import { z } from 'zod'
import { emailSchema } from '@/lib/accounts/email'
import { wireText } from '@/lib/http/wire-fields'

// No syntax check of the address: one that is none belongs to nobody. A password is taken as it was typed.
export const obtainSchema = z.object({ email: wireText(), password: wireText({ isTrimmed: false }) })
export const refreshSchema = z.object({ refresh: wireText() })
export const verifySchema = z.object({ token: wireText() })
export const codeRequestSchema = z.object({ email: emailSchema })
export const codeSchema = z.object({ code: wireText(), code_secret: wireText() })
