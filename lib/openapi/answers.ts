import { z } from 'zod'

/** What the endpoints answer, as clients see it. A test holds every one of them against the real answer. */
const jwt = z
  .string()
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  .meta({ format: 'jwt' })
const moment = z.iso.datetime()
const user = z.strictObject({ pk: z.int(), email: z.email() })

export const nothing = z.strictObject({})
export const detail = z.strictObject({ detail: z.string() })
export const detailWithCode = z.strictObject({ detail: z.string(), code: z.string().optional() })
export const coded = <Code extends string>(code: Code) => z.strictObject({ detail: z.string(), code: z.literal(code) })
/** RFC 9457, away from the paths of the contract. */
export const problem = z.strictObject({ type: z.string(), title: z.string(), status: z.int(), code: z.string() })
export const fieldProblems = z.record(z.string(), z.array(z.string()).max(20))
export const bearerRefusal = detailWithCode.extend({
  messages: z
    .array(z.strictObject({ token_class: z.string(), token_type: z.string(), message: z.string() }))
    .max(2)
    .optional(),
})

export const tokenPair = z.strictObject({ access: jwt, refresh: jwt })
export const codeSecret = z.strictObject({ code_secret: z.string().length(43) })
export const refreshedPair = z.strictObject({ access: jwt, refresh: jwt.optional() })
export const slidingToken = z.strictObject({ token: jwt })
export const restLogin = z.union([
  z.strictObject({
    ...{ access: jwt, refresh: z.union([jwt, z.literal('')]), user },
    ...{ access_expiration: moment.optional(), refresh_expiration: moment.optional() },
  }),
  z.strictObject({ key: z.string().regex(/^[0-9a-f]{40}$/) }),
])
export const restRefresh = z.strictObject({
  ...{ access: jwt, refresh: z.union([jwt, z.literal('')]).optional() },
  ...{ access_expiration: moment, refresh_expiration: moment.optional() },
})
export const userDetails = user
export const me = z.strictObject({ id: z.int(), email: z.email(), nickname: z.string(), bio: z.string() })
export const address = z.strictObject({ email: z.email(), is_main: z.boolean() })
export const addresses = z.array(address).min(1).max(20)
export const activity = z.strictObject({
  events: z
    .array(
      z.strictObject({
        ...{ id: z.uuid(), at: moment, event: z.string(), outcome: z.enum(['success', 'failure', 'refused']) },
        ...{ reason: z.string().nullable(), ip: z.string(), user_agent: z.string(), is_by_staff: z.boolean() },
      }),
    )
    .max(30),
  next: z.string().nullable(),
})
export const dataExport = z.strictObject({
  ...{ requested_at: moment, made_at: moment.nullable(), expires_at: moment },
  ...{ is_given_up: z.boolean(), is_repeatable: z.boolean() },
})
export const deletion = z.strictObject({ is_undoable: z.boolean() })
export const undone = z.strictObject({ reset_token: z.string().nullable() })
export const socialAccount = z.strictObject({
  ...{ id: z.int(), provider: z.string(), uid: z.string() },
  ...{ last_login: moment.nullable(), date_joined: moment },
})
export const socialAccounts = z.array(socialAccount).max(1_000)
export const jwks = z.strictObject({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string() })).max(20),
})
