import { getApiUser } from '@/lib/accounts/find-api-user'
import { checkSignInCode, requestSignInCode } from '@/lib/accounts/sign-in-by-code'
import type { Client } from '@/lib/sessions/client'
import { issueTokens } from './issue-tokens'
import type { TokenPair } from './mint-tokens'

/**
 * Mails a code to sign in with, if the address has an account.
 *
 * @returns what has to come with the code
 * @throws AppError not_found: the owner has not switched it on; too_many_requests
 */
export async function askForCode(input: { email: string; locale: string }, client: Client): Promise<string> {
  return (await requestSignInCode({ ...input, isByApi: true }, client)).codeSecret
}

/**
 * Trades a mailed code for a pair of tokens.
 *
 * @throws AppError not_found: the owner has not switched it on
 * @throws AppError validation_failed: not the code that was sent, or one that was tried too often, used or has expired
 * @throws AppError too_many_requests
 */
export async function obtainTokensByCode(
  { code, code_secret }: { code: string; code_secret: string },
  client: Client,
  now: Date = new Date(),
): Promise<TokenPair> {
  const { userId, spend } = await checkSignInCode({ code, codeSecret: code_secret }, client, now)
  return issueTokens({ user: await getApiUser(userId), method: 'code', client, hold: spend })
}
