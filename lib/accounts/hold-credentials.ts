import type { Db } from '@/lib/db'
import { AppError } from '@/lib/errors'
import { lockCredentials } from './store'

/**
 * Makes sure, first thing in the transaction that opens a session, that the password verified a moment ago is still the
 * person's. Hashing takes long enough for a change of the password to pass by, and that ends only sessions that exist.
 *
 * @throws AppError bad_credentials: changed, or the person disabled, meanwhile
 */
export async function holdCredentials(on: Db, user: { id: string; passwordHash: string | null }): Promise<void> {
  if (!(await lockCredentials(on, user))) throw new AppError('bad_credentials')
}
