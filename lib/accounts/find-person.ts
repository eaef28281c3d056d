import { type Db, db } from '@/lib/db'
import { findPersonById } from './api-user-store'
import type { CurrentUser } from './current-user'
import { findUserByEmail } from './store'

/** What the use cases of an account need of whose it is. */
export type Person = Pick<CurrentUser, 'id' | 'email' | 'role' | 'locale'>

export function findPerson(id: string): Promise<Person | null> {
  return findPersonById(id)
}

/** Whose an address in canonical form is: whoever proved it, else the sign-up that waits for it. */
export async function findPersonIdByEmail(email: string, on: Db = db): Promise<string | null> {
  return (await findUserByEmail(email, on))?.id ?? null
}
