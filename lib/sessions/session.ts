import { env } from '@/lib/env'

export type SessionKind = 'browser' | 'tokens' | 'key'

/** One sign-in on one device, by cookie, by token pair or by opaque key. */
export type Session = {
  id: string
  userId: string
  kind: SessionKind
  /** `password`, or a provider's id. */
  method: string
  authenticatedAt: Date
  isKept: boolean
  ip: string
  userAgent: string
  createdAt: Date
  lastSeenAt: Date
  idleExpiresAt: Date
  expiresAt: Date
}

/** Why a session ended; kept on its row and in the revocation log. */
export type EndReason =
  | 'signed_out'
  | 'ended_by_person'
  | 'ended_by_staff'
  | 'signed_out_everywhere'
  | 'replaced'
  | 'password_changed'
  | 'main_address_changed'
  | 'user_inactive'
  | 'user_deleted'
  | 'refresh_reuse'
  | 'blacklisted'
  | 'evicted'
  | 'undone'
  | 'unlinked'

/** How long a session may lie idle, and how long it may live at all, in seconds. */
export function sessionLifetimes({ kind, isKept }: Pick<Session, 'kind' | 'isKept'>) {
  if (kind === 'tokens') return { idleSeconds: env.TOKEN_FAMILY_SECONDS, totalSeconds: env.TOKEN_FAMILY_SECONDS }
  if (kind === 'key') return { idleSeconds: env.AUTH_KEY_SECONDS, totalSeconds: env.AUTH_KEY_SECONDS }
  if (isKept) return { idleSeconds: env.KEPT_SESSION_IDLE_SECONDS, totalSeconds: env.KEPT_SESSION_SECONDS }
  return { idleSeconds: env.SESSION_IDLE_SECONDS, totalSeconds: env.SESSION_SECONDS }
}

export function secondsAfter(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000)
}

/** Whether the person signed in, or proved it again, within RECENT_SIGN_IN_SECONDS. */
export function isRecentlyAuthenticated(session: Pick<Session, 'authenticatedAt'>, now: Date = new Date()): boolean {
  return now.getTime() - session.authenticatedAt.getTime() <= env.RECENT_SIGN_IN_SECONDS * 1000
}
