/**
 * What this installation adds to every token of a person: change it here. Asked once, when a session begins; refreshed
 * tokens carry on what their family began with. Whoever holds a token can read it, and our own claims win.
 */
export async function claimsFor(_user: { id: string; number: number }): Promise<Record<string, unknown>> {
  return {}
}
