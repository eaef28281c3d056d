import 'server-only'
import { z } from 'zod'
import { CODE_SECONDS } from '@/lib/accounts/mailed-code'
import { secretSchema } from '@/lib/accounts/schemas'
import { sealedCookie } from './sealed-cookie'

/**
 * Of the browser that asked for a code: read over a shoulder, the code opens nothing elsewhere. Where to go on to is kept
 * here as well, since the link in the mail must not say it: whoever asks need not be who reads the mail.
 */
export const codeCookie = sealedCookie({
  name: 'code',
  seconds: CODE_SECONDS,
  schema: z.object({ secret: secretSchema, next: z.string() }),
})
