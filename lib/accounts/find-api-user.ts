import { AppError } from '@/lib/errors'
import { findApiUserById, findApiUserByNumber } from './api-user-store'

/** A person as API clients know one: by number. */
export type ApiUser = {
  id: string
  number: number
  email: string
  isActive: boolean
  nickname: string
  bio: string
}

/**
 * The person with this id.
 * @throws AppError not_found
 */
export async function getApiUser(id: string): Promise<ApiUser> {
  const user = await findApiUserById(id)
  if (!user) throw new AppError('not_found')
  return user
}

const MAX_NUMBER = 2_147_483_647

/** The person with this number as a token carries it, or null; read at every request, so that the database decides. */
export async function findApiUser(number: string | number): Promise<ApiUser | null> {
  const isNumber = /^[1-9]\d{0,9}$/.test(String(number)) && Number(number) <= MAX_NUMBER
  return isNumber ? findApiUserByNumber(Number(number)) : null
}
