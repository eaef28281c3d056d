import { LatchkeyError } from './latchkey-error'

/** Remembers whose tokens a client uses, so that a page of one person never acts as another who signed in meanwhile. */
export function createPersonGuard() {
  let person: string | undefined
  return {
    /** @throws LatchkeyError person_changed */
    requireSame(token: string): void {
      const subject = subjectOf(token)
      person ??= subject
      if (subject !== undefined && subject !== person) throw new LatchkeyError('person_changed')
    },
    forget(): void {
      person = undefined
    },
  }
}

// Read, not verified: the server does that. A token of another form says nothing about anybody.
function subjectOf(token: string): string | undefined {
  try {
    const payload = token.split('.')[1] ?? ''
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub
  } catch {
    return undefined
  }
}
