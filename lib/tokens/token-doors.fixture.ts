import { isAppError } from '@/lib/errors'
import { authenticateAccessToken } from './authenticate-bearer'
import { verifyToken } from './verify-token'

/** Whether each door takes this token now; a fault that is no refusal is thrown on. */
export async function answersOfDoors(token: string, now: Date) {
  return {
    verify: await passes(() => verifyToken({ token }, now)),
    bearer: await passes(() => authenticateAccessToken(token, now)),
  }
}

async function passes(door: () => Promise<unknown>): Promise<boolean> {
  try {
    await door()
    return true
  } catch (error) {
    // A token that is blacklisted is a fault of the field at verify.
    if (isAppError(error) && (error.status === 401 || error.code === 'validation_failed')) return false
    throw error
  }
}
