type Limit = { points: number; seconds: number }

/**
 * How often each act may be tried. `account` counts per canonical e-mail address, `address` per IPv4 address or IPv6
 * /64. `password` is shared by every door that takes one: web, API, step-up, proof before linking.
 */
export const limits = {
  password: { account: { points: 10, seconds: 300 }, address: { points: 60, seconds: 300 } },
  sign_up: { account: { points: 5, seconds: 3600 }, address: { points: 20, seconds: 600 } },
  mail: { account: { points: 5, seconds: 3600 }, address: { points: 20, seconds: 600 } },
  link: { account: undefined, address: { points: 30, seconds: 600 } },
} as const satisfies Record<string, { account: Limit | undefined; address: Limit }>

export type LimitedAct = keyof typeof limits
