import { testClient as client, newPerson } from '@/lib/testing/api'
import { createPersonalToken } from './create-personal-token'
import type { PersonalTokenScope } from './personal-token-scopes'

export const DAY_MS = 86_400_000

type Choices = { scopes?: PersonalTokenScope[]; days?: number }

export function createFor(
  user: { id: string; email: string },
  { scopes = ['profile:read'], days = 30 }: Choices = {},
  now: Date = new Date(),
): Promise<string> {
  return createPersonalToken(
    { user: { ...user, locale: null }, name: 'Build server', scopes, days, locale: 'en' },
    client,
    now,
  )
}

/** A new person with a personal token. */
export async function newPersonalToken(choices: Choices = {}, now: Date = new Date()) {
  const user = await newPerson()
  return { user, token: await createFor(user, choices, now) }
}
