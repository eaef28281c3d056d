import { headers } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import { PATH_HEADER } from '@/lib/http/client'
import { safeNext } from '@/lib/http/safe-next'
import { findInAppBrowser } from '@/lib/sessions/in-app-browser'
import { nameIn } from '@/lib/social/name-in'
import type { Provider } from '@/lib/social/provider'
import type { ProviderAct } from '@/lib/web/provider-intent'
import { startProviderSignInAction } from '@/lib/web/start-provider-sign-in'
import { OpenInBrowser } from './open-in-browser'
import { providerLooks } from './provider-marks'

type ProviderButtonsProps = {
  providers: Provider[]
  /** Where to go afterwards; a path of ours. */
  next?: string
  /** What for: to sign in, to confirm the person who is signed in, or to link to them. */
  act?: ProviderAct
}

/** Leads to the providers, with and without JavaScript; nothing where none has keys here. */
export async function ProviderButtons({ providers, next, act = 'sign_in' }: ProviderButtonsProps) {
  const t = await getTranslations('social.button')
  const locale = await getLocale()
  const label = (provider: Provider) =>
    t(act === 'sign_in' ? `signIn.${provider.kind}` : act, { provider: nameIn(locale, provider) })
  if (providers.length === 0) return null
  const requestHeaders = await headers()
  const inApp = findInAppBrowser(requestHeaders.get('user-agent') ?? '')
  const refusing = inApp ? providers.filter(({ refusesInAppBrowsers }) => refusesInAppBrowsers) : []
  return (
    <div className="grid gap-3">
      {inApp &&
        refusing.map((provider) => (
          <OpenInBrowser
            key={provider.id}
            browser={inApp}
            provider={nameIn(locale, provider)}
            path={safeNext(requestHeaders.get(PATH_HEADER))}
          >
            <StartFields provider={provider.id} next={next} act={act} />
          </OpenInBrowser>
        ))}
      {providers
        .filter((provider) => !refusing.includes(provider))
        .map((provider) => (
          <form key={provider.id} action={startProviderSignInAction}>
            <StartFields provider={provider.id} next={next} act={act} />
            <button
              type="submit"
              className={`flex min-h-11 w-full cursor-pointer items-center justify-center gap-3 rounded-lg border px-4 font-medium ${providerLooks[provider.kind].colours}`}
            >
              {providerLooks[provider.kind].mark}
              {label(provider)}
            </button>
          </form>
        ))}
    </div>
  )
}

type StartFieldsProps = { provider: string; next: string | undefined; act: ProviderAct }

function StartFields({ provider, next, act }: StartFieldsProps) {
  return (
    <>
      <input type="hidden" name="provider" value={provider} />
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      <input type="hidden" name="act" value={act} />
    </>
  )
}
