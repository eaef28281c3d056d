import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { locales } from '@/lib/accounts/schemas'
import { chooseLocaleAction, chooseThemeAction } from '@/lib/web/preferences-actions'
import { findTheme, themes } from '@/lib/web/theme'
import { BackField } from './back-field'

/** The switches for language and appearance; plain forms, so they work without JavaScript. */
export async function Preferences() {
  const t = await getTranslations('common')
  const locale = await getLocale()
  const theme = await findTheme()
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3">
      <form action={chooseLocaleAction}>
        <BackField />
        <Choices legend={t('language')}>
          {locales.map((one) => (
            <Choice key={one} name="locale" value={one} isChosen={one === locale} lang={one}>
              {t(`languageName.${one}`)}
            </Choice>
          ))}
        </Choices>
      </form>
      <form action={chooseThemeAction}>
        <BackField />
        <Choices legend={t('theme')}>
          {themes.map((one) => (
            <Choice key={one} name="theme" value={one} isChosen={one === theme}>
              {t(`themeName.${one}`)}
            </Choice>
          ))}
        </Choices>
      </form>
    </div>
  )
}

function Choices({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="flex items-center gap-1 rounded-lg border border-line p-1">
      <legend className="sr-only">{legend}</legend>
      {children}
    </fieldset>
  )
}

type ChoiceProps = { name: string; value: string; isChosen: boolean; lang?: string; children: string }

function Choice({ isChosen, children, ...button }: ChoiceProps) {
  return (
    <button
      type="submit"
      {...button}
      aria-pressed={isChosen}
      className="min-h-11 min-w-11 rounded-md px-3 text-ink-soft text-sm hover:bg-raised aria-pressed:bg-raised aria-pressed:font-semibold aria-pressed:text-ink"
    >
      {children}
    </button>
  )
}
