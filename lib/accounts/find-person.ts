import { findPersonById } from './api-user-store'
import type { CurrentUser } from './current-user'
import { findUserByEmail } from './store'

/** What the use cases of an account need of whose it is. */
export type Person = Pick<CurrentUser, 'id' | 'email' | 'role' | 'locale'>

export function findPerson(id: string): Promise<Person | null> {
  return findPersonById(id)
}

/** Whose address this is, in canonical form. */
export async function findPersonIdByEmail(email: string): Promise<string | null> {
  return (await findUserByEmail(email))?.id ?? null
}
