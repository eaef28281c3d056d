import { LatchkeyError } from './latchkey-error'

/** @throws LatchkeyError unexpected */
export function readField(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null) throw new LatchkeyError('unexpected', { body })
  return Object.entries(body).find(([key]) => key === name)?.[1]
}

/** @throws LatchkeyError unexpected */
export function readText(body: unknown, name: string): string {
  const value = readField(body, name)
  if (typeof value !== 'string') throw new LatchkeyError('unexpected', { body })
  return value
}

/** @throws LatchkeyError unexpected */
function readNumber(body: unknown, name: string): number {
  const value = readField(body, name)
  if (typeof value !== 'number') throw new LatchkeyError('unexpected', { body })
  return value
}

/** The signed-in person, as `GET /accounts/me/` answers. */
export type Me = { id: number; email: string; nickname: string; bio: string }

export function readMe(body: unknown): Me {
  return {
    id: readNumber(body, 'id'),
    email: readText(body, 'email'),
    nickname: readText(body, 'nickname'),
    bio: readText(body, 'bio'),
  }
}
