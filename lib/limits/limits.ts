export type Limit = { points: number; seconds: number }

export type ActLimits = {
  address: Limit
  global: Limit
  account?: Limit
  accountDay?: Limit
  device?: Limit
  deviceDay?: Limit
}

/**
 * How often each act may be tried; docs/limits.md shows the same as a table. `address` counts per IPv4 address or
 * IPv6 /64, `account` per person, or per canonical e-mail address of nobody, `device` per device on which the owner of that address has signed
 * in before, in place of `account`; `…Day` likewise over a day. `global` counts everything that is not from such a device.
 */
export const limits = {
  password: {
    address: { points: 60, seconds: 300 },
    account: { points: 10, seconds: 300 },
    accountDay: { points: 100, seconds: 86_400 },
    device: { points: 10, seconds: 300 },
    deviceDay: { points: 100, seconds: 86_400 },
    global: { points: 10_000, seconds: 60 },
  },
  sign_up: {
    address: { points: 20, seconds: 600 },
    account: { points: 5, seconds: 3600 },
    global: { points: 1_000, seconds: 60 },
  },
  mail: {
    address: { points: 20, seconds: 600 },
    account: { points: 5, seconds: 3600 },
    accountDay: { points: 20, seconds: 86_400 },
    device: { points: 5, seconds: 3600 },
    deviceDay: { points: 20, seconds: 86_400 },
    global: { points: 1_000, seconds: 60 },
  },
  code: {
    address: { points: 60, seconds: 300 },
    account: { points: 10, seconds: 3600 },
    accountDay: { points: 30, seconds: 86_400 },
    device: { points: 10, seconds: 3600 },
    deviceDay: { points: 30, seconds: 86_400 },
    global: { points: 10_000, seconds: 60 },
  },
  link: { address: { points: 30, seconds: 600 }, global: { points: 10_000, seconds: 60 } },
  provider: { address: { points: 120, seconds: 300 }, global: { points: 10_000, seconds: 60 } },
  cross_origin: { address: { points: 10, seconds: 600 }, global: { points: 100, seconds: 60 } },
  stray_return: { address: { points: 10, seconds: 600 }, global: { points: 100, seconds: 60 } },
  refusal: {
    address: { points: 30, seconds: 600 },
    account: { points: 20, seconds: 3600 },
    global: { points: 100, seconds: 60 },
  },
  personal_token: {
    address: { points: 60, seconds: 3600 },
    account: { points: 60, seconds: 3600 },
    global: { points: 1_000, seconds: 60 },
  },
  picture: {
    address: { points: 60, seconds: 3600 },
    account: { points: 20, seconds: 3600 },
    global: { points: 1_000, seconds: 60 },
  },
} as const satisfies Record<string, ActLimits>

export type LimitedAct = keyof typeof limits

/** Those whose count decides what is recorded, and nothing else. */
export type RecordedAct = Extract<LimitedAct, 'cross_origin' | 'stray_return' | 'refusal'>
