import { randomUUID } from 'node:crypto'
import { z } from 'zod'

/** What is wrong with the id_token of a person who was made with it. */
export const idTokenFaults = [
  'wrong-nonce',
  'missing-nonce',
  'wrong-audience',
  'wrong-azp',
  'several-audiences',
  'several-audiences-wrong-azp',
  'wrong-issuer',
  'wrong-access-token-hash',
  'expired',
  'from-the-future',
  'missing-issuer',
  'missing-audience',
  'missing-expiry',
  'missing-issue-time',
  'bad-signature',
  'alg-none',
  'hs256-with-public-key',
  'hs256-with-client-secret',
  'other-algorithm',
  'unknown-critical-header',
  'unknown-kid',
] as const

/** What any answer can be instead of the one that was asked for. */
export const transportFaults = ['slow', 'server-error', 'html', 'huge', 'redirect', 'redirect-307'] as const

/** What every provider can do wrong, whatever it speaks. */
export const answerFaults = [
  ...transportFaults,
  'wrong-state',
  'wrong-response-issuer',
  'missing-subject',
  'null-subject',
  'huge-subject',
] as const

export const faults = ['denied', ...idTokenFaults, ...answerFaults] as const

/** What it does otherwise than usual, without being wrong. */
const quirks = ['no-email', 'unverified-email', 'recycled-email', 'key-rotated', 'slowish'] as const

/** What it says wrongly about itself, before anybody signs in. */
export const discoveryFaults = ['discovery-issuer', 'discovery-endpoint', 'discovery-error'] as const

export const anyFaults = [...faults, ...quirks] as const

/** Which answer of one sign-in is not the one that was asked for: `addresses` is GitHub's list of them. */
export const signInPlaces = ['token', 'profile', 'addresses'] as const

/** The same of what a provider publishes for all. */
export const documentPlaces = ['keys', 'discovery'] as const

export const places = [...signInPlaces, ...documentPlaces] as const

export const isTransportFault = (fault: string): boolean => transportFaults.some((one) => one === fault)

export type Fault = (typeof faults)[number]
export type TransportFault = (typeof transportFaults)[number]
export type SignInPlace = (typeof signInPlaces)[number]
export type DocumentPlace = (typeof documentPlaces)[number]
export type AnyFault = (typeof anyFaults)[number]
export type DiscoveryFault = (typeof discoveryFaults)[number]

export const personSchema = z.object({
  /** The subject; made up when it is not given. */
  sub: z.string().max(255).optional(),
  name: z.string().min(1).max(80),
  /** Left out or empty: the provider tells no address. */
  email: z.email().optional(),
  emailVerified: z.boolean().default(true),
  /** Kakao's other word about it; `true` when left out. */
  emailValid: z.boolean().optional(),
  /** GitHub's list has this one before the primary one, verified. */
  secondEmail: z.email().optional(),
  /** The Workspace domain that manages the address. */
  hd: z.string().max(253).optional(),
  fault: z.enum(anyFaults).optional(),
  /** Where the fault shows, if it is one that any answer can have; the token endpoint when left out. */
  at: z.enum(signInPlaces).optional(),
})

export type PersonInput = z.input<typeof personSchema>
export type Person = z.output<typeof personSchema> & { sub: string }

const MAX_PEOPLE = 2_000

/** Whom an OpenID provider starts with. */
export const everybody: PersonInput[] = [
  { sub: '101', name: '김민지', email: 'minji.kim@gmail.com' },
  { sub: '102', name: 'Alex Doe', email: 'alex.doe@gmail.com' },
  { sub: '103', name: 'Sora Park', email: 'sora@workspace.example', hd: 'workspace.example' },
  { sub: '104', name: 'Jules Martin', email: 'jules@elsewhere.example' },
  { sub: '105', name: 'Robin Unconfirmed', email: 'robin@elsewhere.example', emailVerified: false },
  { sub: '106', name: 'Nobody Known' },
]

/** The people of one simulator: those it starts with, and those that tests and visitors add. */
export function makePeople(starting: PersonInput[] = everybody, newSubject: () => string = randomUUID) {
  const people = new Map<string, Person>()
  const add = (input: PersonInput): Person => {
    const parsed = personSchema.parse(input)
    const person = { ...parsed, sub: parsed.sub ?? newSubject() }
    const [oldest] = people.keys()
    if (people.size >= MAX_PEOPLE && oldest && !people.has(person.sub)) people.delete(oldest)
    people.set(person.sub, person)
    return person
  }
  for (const person of starting) add(person)
  return { add, find: (sub: string) => people.get(sub), list: () => [...people.values()] }
}

export type People = ReturnType<typeof makePeople>
