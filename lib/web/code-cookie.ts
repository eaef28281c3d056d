import 'server-only'
import { CODE_SECONDS } from '@/lib/accounts/mailed-code'
import { secretCookie } from './secret-cookie'

/** Of the browser that asked for a code: read over a shoulder, the code opens nothing elsewhere. */
export const codeCookie = secretCookie({ name: 'code', seconds: () => CODE_SECONDS })
