import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { json, page, redirectTo } from './answer'
import { languageOf, renderFaults } from './authorize-page'
import type { Routes } from './desk'
import { type AnyFault, anyFaults } from './people'

const MAX_TIMES = 1_000

const settingSchema = z.object({
  /** `any` is the whole server. */
  provider: z.enum(['any', 'google', 'oidc', 'kakao', 'naver', 'github']).default('any'),
  fault: z.enum(anyFaults),
  times: z.coerce.number().int().min(1).max(MAX_TIMES).default(1),
})

type Setting = z.output<typeof settingSchema>

/** What goes wrong with the next sign-ins, whoever it is that signs in. */
export type FaultDial = { take(provider: string): AnyFault | undefined; routes: Routes }

/** Set by `POST /faults`, cleared by `DELETE /faults`, or on the page at `/faults`. */
export function makeFaultDial(): FaultDial {
  const settings: Setting[] = []
  const set = (input: unknown) => {
    const setting = settingSchema.parse(input)
    settings.push(setting)
    return setting
  }
  return {
    take(provider) {
      const index = settings.findIndex((setting) => ['any', provider].includes(setting.provider))
      const setting = settings[index]
      if (!setting) return undefined
      setting.times -= 1
      if (setting.times === 0) settings.splice(index, 1)
      return setting.fault
    },
    routes: {
      'GET /faults': (request) => {
        const language = languageOf(request.headers['accept-language'])
        return page(
          renderFaults(
            { settings, faults: anyFaults, providers: settingSchema.shape.provider.unwrap().options },
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
