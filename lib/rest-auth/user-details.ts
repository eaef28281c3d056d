import type { ApiUser } from '@/lib/accounts/find-api-user'

/** A person as dj-rest-auth's clients know one. */
export function showUser({ number, email }: Pick<ApiUser, 'number' | 'email'>) {
  return { pk: number, email }
}
