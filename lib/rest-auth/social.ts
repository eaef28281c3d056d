import { type ApiUser, getApiUser } from '@/lib/accounts/find-api-user'
import type { Db } from '@/lib/db'
import { isAppError } from '@/lib/errors'
import type { JsonReply } from '@/lib/http/json-reply'
import type { JsonRequest } from '@/lib/http/json-request'
import type { RouteContext } from '@/lib/http/json-route'
import { findRequestLocale } from '@/lib/http/negotiate-locale'
import { placeProblems } from '@/lib/http/place-problems'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { connectIdentity } from '@/lib/social/connect-identity'
import { disconnectIdentity } from '@/lib/social/disconnect-identity'
import { findOrCreatePerson } from '@/lib/social/find-or-create-person'
import { holdIdentity } from '@/lib/social/hold-identity'
import { identityFromCredential, type ProviderCredential } from '@/lib/social/identity-from-credential'
import { listNumberedIdentities, type NumberedIdentity } from '@/lib/social/list-identities'
import type { Provider, ProviderIdentity } from '@/lib/social/provider'
import { recordProviderFailure } from '@/lib/social/record-provider-failure'
import { authenticatedBy } from '@/lib/social/start-provider-session'
import type { ApiSignIn } from '@/lib/tokens/authenticate-bearer'
import { loginReply } from './login-reply'
import { openLogin } from './open-login'

/** Signs in by what a provider gave an API client: `access_token`, `code` or `id_token`. */
export async function logInWithProvider(
  credential: ProviderCredential,
  { provider, request, client }: Presented & { request: JsonRequest },
): Promise<JsonReply> {
  const { identity, authTime } = await readArrival(credential, { provider, client })
  const arrival = { identity, client, locale: findRequestLocale(request) }
  const { userId } = await placeProblems(findOrCreatePerson(arrival), {
    problems: {
      conflict: { non_field_errors: ['provider_email_registered'] },
      provider_email_unusable: { non_field_errors: ['provider_email_unusable'] },
      provider_account_disabled: { non_field_errors: ['bad_login'] },
    },
  })
  return logInAs(await getApiUser(userId), { provider, identity, authTime, client })
}

/** Links what a provider gave an API client to whoever asks, and answers as a login does. */
export async function connectProvider(
  credential: ProviderCredential,
  { provider, actor, request, client }: { provider: Provider } & RouteContext<ApiSignIn>,
): Promise<JsonReply> {
  const { user, sessionId } = actor
  const { identity, authTime } = await readArrival(credential, { provider, client })
  const connection = { identity, userId: user.id, sessionId, locale: findRequestLocale(request) }
  await placeProblems(connectIdentity(connection, client), {
    problems: {
      identity_taken: { non_field_errors: ['identity_taken'] },
      email_not_verified: { non_field_errors: ['email_not_verified'] },
    },
  })
  return logInAs(user, { provider, identity, authTime, client })
}

async function logInAs(
  user: ApiUser,
  { provider, identity, authTime, client }: Presented & { identity: ProviderIdentity; authTime: number | null },
): Promise<JsonReply> {
  const now = new Date()
  const authenticatedAt = authenticatedBy(authTime, now)
  const hold = (tx: Db) => holdIdentity(tx, { identity, userId: user.id }, now)
  const opening = openLogin({ user, method: provider.id, client, hold, authenticatedAt }, now)
  const problems = { provider_account_disabled: { non_field_errors: ['bad_login'] } }
  return loginReply(await placeProblems(opening, { problems }))
}

type Presented = { provider: Provider; client: Client }

async function readArrival(credential: ProviderCredential, { provider, client }: Presented) {
  await countAttempt({ act: 'provider', client })
  try {
    return await identityFromCredential(credential, provider)
  } catch (error) {
    if (isAppError(error)) await recordProviderFailure(error, { provider: provider.id, client })
    const isCode = isAppError(error) && error.reason === 'code_refused'
    const refusal = isCode ? 'provider_code_refused' : 'provider_token_refused'
    return placeProblems(Promise.reject(error), { problems: { provider_failed: { non_field_errors: [refusal] } } })
  }
}

export async function listSocialAccounts({ user }: ApiSignIn) {
  return (await listNumberedIdentities(user.id)).map(showIdentity)
}

export async function disconnectSocialAccount(number: number, { user, sessionId }: ApiSignIn, client: Client) {
  const disconnection = disconnectIdentity({ userId: user.id, sessionId, number }, client)
  const identity = await placeProblems(disconnection, {
    problems: { last_sign_in_method: { non_field_errors: ['last_sign_in_method'] } },
  })
  return showIdentity(identity)
}

function showIdentity({ number, provider, providerAccountId, lastUsedAt, createdAt }: NumberedIdentity) {
  return { id: number, provider, uid: providerAccountId, last_login: lastUsedAt, date_joined: createdAt }
}
