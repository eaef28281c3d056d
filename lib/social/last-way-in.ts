type WaysIn = {
  hasPassword: boolean
  identities: { number: number; provider: string }[]
  /** Those that let people sign in at present; what is switched off is no way in. */
  providers: { id: string }[]
}

/** Whether nobody could sign in to an account any more without this identity. */
export function isLastWayIn(number: number, { hasPassword, identities, providers }: WaysIn): boolean {
  const others = identities.filter((one) => one.number !== number && providers.some(({ id }) => id === one.provider))
  return !hasPassword && others.length === 0
}
