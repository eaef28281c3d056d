let lastTurn: Promise<unknown> = Promise.resolve()

/**
 * Does the work while no other tab of this origin does work of the same name.
 * Without Web Locks (an http page that is not on localhost) the turn is this tab's only: tabs that renew at once then
 * rely on the server, which gives the same successor within its grace.
 *
 * @see https://w3c.github.io/web-locks/
 */
export function takeTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  if (globalThis.navigator?.locks) return navigator.locks.request(name, work)
  const turn = lastTurn.then(work)
  lastTurn = turn.catch(() => {})
  return turn
}
