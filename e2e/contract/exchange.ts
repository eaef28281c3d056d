import { readFileSync } from 'node:fs'
import { z } from 'zod'

const claimsSchema = z.record(z.string(), z.unknown())
const requestSchema = z.object({
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
})

/** What has to happen before an exchange; `{{name}}` anywhere stands for what an earlier step has left. */
const stepSchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('user'),
    as: z.string().optional(),
    password: z.string().optional(),
    suffix: z.string().optional(),
    fresh: z.boolean().optional(),
    verified: z.boolean().optional(),
    inactive: z.boolean().optional(),
  }),
  z.object({ op: z.literal('new-email') }),
  z.object({ op: z.literal('google') }),
  z.object({ op: z.literal('login'), as: z.string().optional() }),
  z.object({ op: z.literal('hook'), args: z.array(z.string()) }),
  z.object({
    op: z.literal('http'),
    request: requestSchema,
    expect: z.number().optional(),
    capture: z.record(z.string(), z.string()).default({}),
  }),
  z.object({
    op: z.literal('mint'),
    as: z.string(),
    from: z.string().optional(),
    set: claimsSchema.default({}),
    del: z.array(z.string()).default([]),
    payload: z.string().optional(),
    alg: z.string().default('HS256'),
    headAlg: z.string().optional(),
    header: claimsSchema.default({}),
    delHeader: z.array(z.string()).default([]),
    key: z.string().optional(),
  }),
  z.object({ op: z.literal('mangle'), as: z.string(), from: z.string(), how: z.string() }),
])

const answerSchema = z.object({
  status: z.number(),
  allow: z.string().optional(),
  challenge: z.string().optional(),
  cookies: z.array(z.string()).default([]),
  body: z.unknown().optional(),
})

const exchangeSchema = z.object({
  id: z.string(),
  profile: z.enum(['rotate', 'defaults', 'httponly', 'nocookie']),
  setup: z.array(stepSchema).default([]),
  request: requestSchema,
  answer: answerSchema,
})

const deviationSchema = z.object({
  match: z.string(),
  status: z.number(),
  body: z.unknown().optional(),
  /** What else differs, in the form of exchanges.json; null is a header or a body that is not there. */
  answer: z
    .strictObject({
      ...{
        allow: z.string().nullable(),
        challenge: z.string().nullable(),
        cookies: z.array(z.string()),
        body: z.unknown(),
      },
    })
    .partial()
    .default({}),
  why: z.string().min(1),
})

export type Step = z.output<typeof stepSchema>
export type Exchange = z.output<typeof exchangeSchema>
export type Answer = Exchange['answer']
export type Deviation = z.output<typeof deviationSchema>
export type ContractRequest = z.output<typeof requestSchema>

const read = (name: string): unknown => JSON.parse(readFileSync(`e2e/contract/${name}.json`, 'utf8'))

export const exchanges = z.array(exchangeSchema).min(284).parse(read('exchanges'))
/**
 * Where we differ on purpose, and, in a file of their own, from accidents of the recorded server: a replay of the
 * recordings takes any 4xx for those and wants no entry.
 */
export const deviations = ['deviations', 'quirks'].flatMap((name) => z.array(deviationSchema).parse(read(name)))
