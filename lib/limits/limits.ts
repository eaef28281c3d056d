export type Limit = { points: number; seconds: number }

/**
 * How often each act may be tried. `account` counts per canonical e-mail address, `accountDay` likewise over a day,
 * `address` per IPv4 address or IPv6 /64. `password` is shared by every door that takes one: web, API, step-up, proof before linking.
 */
export const limits = {
  password: {
    address: { points: 60, seconds: 300 },
    account: { points: 10, seconds: 300 },
    accountDay: { points: 100, seconds: 86_400 },
  },
  sign_up: { address: { points: 20, seconds: 600 }, account: { points: 5, seconds: 3600 } },
  mail: { address: { points: 20, seconds: 600 }, account: { points: 5, seconds: 3600 } },
  link: { address: { points: 30, seconds: 600 } },
  personal_token: { address: { points: 60, seconds: 3600 }, account: { points: 60, seconds: 3600 } },
} as const satisfies Record<string, { address: Limit; account?: Limit; accountDay?: Limit }>

export type LimitedAct = keyof typeof limits
