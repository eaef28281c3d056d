import 'server-only'
import { PENDING_LINK_SECONDS } from '@/lib/social/settle-identity'
import { secretCookie } from './secret-cookie'

/** Of the browser in which a pending link waits for its proof. */
export const linkCookie = secretCookie({ name: 'link', seconds: () => PENDING_LINK_SECONDS })
