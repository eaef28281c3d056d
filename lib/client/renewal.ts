import { takeTurn } from './take-turn'

/** Where a client's access token comes from. */
export type TokenSource = {
  /** The token at hand, as the last tab left it; null when there is none. */
  current: () => Promise<string | null>
  /** Gets a new one from the server and keeps it; called in one tab at a time. */
  renew: () => Promise<string>
}

export const TURN = 'latchkey.renewal'

/**
 * Renews once for all who were refused with the same token, in this tab and in the others: whoever comes to their turn
 * and finds another token than the one they were refused with takes that.
 *
 * @returns a token that is not `refused`
 */
export function createRenewal({ current, renew }: TokenSource) {
  let underWay: Promise<string> | undefined

  async function renewInTurn(refused: string | null): Promise<string> {
    const token = await current()
    return token !== null && token !== refused ? token : renew()
  }

  return async function renewAfter(refused: string | null): Promise<string> {
    underWay ??= takeTurn(TURN, () => renewInTurn(refused)).finally(() => {
      underWay = undefined
    })
    const token = await underWay
    // The renewal under way was for an older token, and ended with the one that was refused here.
    return token === refused ? renewAfter(refused) : token
  }
}
