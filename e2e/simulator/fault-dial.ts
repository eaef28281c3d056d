import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { json, page, redirectTo } from './answer'
import { languageOf, renderFaults } from './authorize-page'
import type { Routes } from './desk'
import { type AnyFault, anyFaults, type DiscoveryFault, discoveryFaults } from './people'

const MAX_TIMES = 1_000

const settingSchema = z.object({
  /** `any` is the whole server. */
  provider: z.enum(['any', 'google', 'oidc', 'kakao', 'naver', 'github']).default('any'),
  fault: z.enum([...anyFaults, ...discoveryFaults]),
  times: z.coerce.number().int().min(1).max(MAX_TIMES).default(1),
})

type Setting = z.output<typeof settingSchema>

export type FaultDial = {
  /** What goes wrong with the next sign-in, whoever it is that signs in. */
  take(provider: string): AnyFault | undefined
  /** What is wrong with the next discovery document. */
  takeForDiscovery(provider: string): DiscoveryFault | undefined
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
  const takeOne = <Fault extends string>(faults: readonly Fault[], provider: string): Fault | undefined => {
    const isMeant = (one: Setting) => ['any', provider].includes(one.provider)
    const setting = settings.find((one) => isMeant(one) && faults.some((fault) => fault === one.fault))
    if (!setting) return undefined
    setting.times -= 1
    if (setting.times === 0) settings.splice(settings.indexOf(setting), 1)
    return faults.find((fault) => fault === setting.fault)
  }
  return {
    take: (provider) => takeOne(anyFaults, provider),
    takeForDiscovery: (provider) => takeOne(discoveryFaults, provider),
    routes: {
      'GET /faults': (request) => {
        const language = languageOf(request.headers['accept-language'])
        return page(
          renderFaults(
            {
              settings,
              faults: [...anyFaults, ...discoveryFaults],
              providers: settingSchema.shape.provider.unwrap().options,
            },
            language,
          ),
        )
      },
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
    },
  }
}
