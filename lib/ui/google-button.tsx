import { getTranslations } from 'next-intl/server'
import { findProvider } from '@/lib/social/providers'
import { startProviderSignInAction } from '@/lib/web/start-provider-sign-in'
import { GoogleMark } from './google-mark'

type GoogleButtonProps = {
  /** Where to go afterwards; a path of ours. */
  next?: string
  /** Confirms the person who is signed in, instead of signing somebody in. */
  isStepUp?: boolean
}

/** Leads to Google, with and without JavaScript; nothing where Google has no keys here. */
export async function GoogleButton({ next, isStepUp = false }: GoogleButtonProps) {
  const google = await findProvider('google')
  if (!google) return null
  const t = await getTranslations('social.button')
  return (
    <form action={startProviderSignInAction}>
      <input type="hidden" name="provider" value={google.id} />
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      {isStepUp && <input type="hidden" name="isStepUp" value="on" />}
      <button
        type="submit"
        className="flex min-h-11 w-full cursor-pointer items-center justify-center gap-3 rounded-lg border border-[light-dark(#747775,#8e918f)] bg-[light-dark(#ffffff,#131314)] px-4 font-medium text-[light-dark(#1f1f1f,#e3e3e3)] hover:bg-[light-dark(#f2f2f2,#1e1f20)]"
      >
        <GoogleMark />
        {t(isStepUp ? 'stepUp' : 'signIn', { provider: google.name })}
      </button>
    </form>
  )
}
