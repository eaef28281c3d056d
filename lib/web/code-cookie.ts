import 'server-only'
import { SIGN_IN_CODE_SECONDS } from '@/lib/accounts/sign-in-by-code'
import { secretCookie } from './secret-cookie'

/** Of the browser that asked for a code: read over a shoulder, the code opens nothing elsewhere. */
export const codeCookie = secretCookie({ name: 'code', seconds: () => SIGN_IN_CODE_SECONDS })
