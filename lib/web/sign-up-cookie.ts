import 'server-only'
import { env } from '@/lib/env'
import { secretCookie } from './secret-cookie'

/** Of the browser that signed up, so that it confirms the address without the password. */
export const signUpCookie = secretCookie({ name: 'signup', seconds: () => env.CONFIRM_EMAIL_SECONDS })
