import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { json, page, redirectTo } from './answer'
import { languageOf, renderFaults } from './authorize-page'
import type { Routes } from './desk'
import {
  anyFaults,
  type DiscoveryFault,
  type DocumentPlace,
  discoveryFaults,
  documentPlaces,
  isTransportFault,
  type Person,
  places,
  signInPlaces,
  type TransportFault,
  transportFaults,
} from './people'

const MAX_TIMES = 1_000

const settingSchema = z
  .object({
    /** `any` is the whole server. */
    provider: z.enum(['any', 'google', 'oidc', 'kakao', 'naver', 'github']).default('any'),
    fault: z.enum([...anyFaults, ...discoveryFaults]),
    /** Which answer it is; said only of what any answer can be. */
    at: z.enum(places).default('token'),
    times: z.coerce.number().int().min(1).max(MAX_TIMES).default(1),
  })
  .refine(({ fault, at }) => at === 'token' || isTransportFault(fault), { path: ['at'], error: 'has no such fault' })

type Setting = z.output<typeof settingSchema>

export type SignInFault = Pick<Person, 'fault' | 'at'>

export type FaultDial = {
  /** What goes wrong with the next sign-in, whoever it is that signs in. */
  take(provider: string): SignInFault | undefined
  /** What is wrong with a document at the next time that it is read. */
  takeForDocument(place: DocumentPlace, provider: string): DiscoveryFault | TransportFault | undefined
  routes: Routes
}

/** Set by `POST /faults`, cleared by `DELETE /faults`, or on the page at `/faults`. */
export function makeFaultDial(): FaultDial {
  const settings: Setting[] = []
  const set = (input: unknown) => {
    const setting = settingSchema.parse(input)
    settings.push(setting)
    return setting
  }
  const takeOne = (provider: string, isMeant: (setting: Setting) => boolean): Setting | undefined => {
    const setting = settings.find((one) => ['any', provider].includes(one.provider) && isMeant(one))
    if (!setting) return undefined
    setting.times -= 1
    if (setting.times === 0) settings.splice(settings.indexOf(setting), 1)
    return setting
  }
  return {
    take(provider) {
      const setting = takeOne(provider, (one) => documentOf(one) === undefined)
      const fault = anyFaults.find((one) => one === setting?.fault)
      return fault && { fault, at: signInPlaces.find((one) => one === setting?.at) }
    },
    takeForDocument(place, provider) {
      const setting = takeOne(provider, (one) => documentOf(one) === place)
      return [...discoveryFaults, ...transportFaults].find((one) => one === setting?.fault)
    },
    routes: dialRoutes(settings, set),
  }
}

/** Which document a setting is about, if it is about one. */
function documentOf({ fault, at }: Setting): DocumentPlace | undefined {
  if (discoveryFaults.some((one) => one === fault)) return 'discovery'
  return documentPlaces.find((one) => one === at)
}

function dialRoutes(settings: Setting[], set: (input: unknown) => Setting): Routes {
  const choices = {
    providers: settingSchema.shape.provider.unwrap().options,
    faults: settingSchema.shape.fault.options,
    places,
  }
  return {
    'GET /faults': ({ headers }) =>
      page(renderFaults({ settings, ...choices }, languageOf(headers['accept-language']))),
    'POST /faults': async (request) => {
      const body = await text(request)
      if (request.headers['content-type']?.startsWith('application/json')) return json(set(JSON.parse(body)), 201)
      const form = Object.fromEntries(new URLSearchParams(body))
      if (form.act === 'clear') settings.length = 0
      else set(form)
      return redirectTo('/faults')
    },
    'DELETE /faults': () => {
      settings.length = 0
      return json({})
    },
  }
}
