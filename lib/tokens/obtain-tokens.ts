import { emailToFind } from '@/lib/accounts/email'
import { holdCredentials } from '@/lib/accounts/hold-credentials'
import { verifyCredentials } from '@/lib/accounts/verify-credentials'
import { env } from '@/lib/env'
import type { Client } from '@/lib/sessions/client'
import { issueTokens } from './issue-tokens'
import type { TokenPair } from './mint-tokens'

/**
 * Trades an e-mail address and a password for a pair of tokens.
 *
 * @throws AppError bad_credentials: unknown, disabled, provider-only or wrong password, all alike
 * @throws AppError email_not_verified: right, but the address waits for its confirmation
 * @throws AppError too_many_requests
 */
export async function obtainTokens(
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<TokenPair> {
  const isVerifiedOnly = env.USER_AUTHENTICATION_RULE === 'verified'
  const user = await verifyCredentials({ email: emailToFind(email), password, isVerifiedOnly }, client)
  return issueTokens({ user, method: 'password', client, hold: (tx) => holdCredentials(tx, user) })
}
