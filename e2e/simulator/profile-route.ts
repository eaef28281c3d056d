import { type Answer, json } from './answer'
import type { Grant } from './authorization'
import type { Desk, Route } from './desk'
import type { SignInPlace } from './people'
import { misbehave } from './token-endpoint'

type ProfileOptions = {
  /** What a token gets that is nobody's. */
  refused: Answer
  place?: SignInPlace
}

/** Tells the bearer of an access token what is known of its person, or does what the fault of the sign-in says. */
export function profileRoute(
  desk: Pick<Desk, 'grantOf'>,
  { refused, place = 'profile' }: ProfileOptions,
  tell: (grant: Grant) => object,
): Route {
  return async (request) => {
    const grant = desk.grantOf(request)
    if (!grant) return refused
    return (await misbehave(grant, tell(grant), place)) ?? json(tell(grant))
  }
}
