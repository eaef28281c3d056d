import { type Locale, locales } from '@/lib/accounts/schemas'

const MAX_WISHES = 20

/**
 * The language of ours that `Accept-Language` prefers; English when it names none.
 * @see RFC 9110, 12.5.4
 */
export function negotiateLocale(acceptLanguage: string): Locale {
  const wishes = acceptLanguage.split(',', MAX_WISHES).map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';')
    const quality = parameters.find((one) => one.trim().startsWith('q='))
    return { language: tag.toLowerCase().split('-')[0], quality: quality ? Number(quality.trim().slice(2)) : 1 }
  })
  const best = wishes.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality)
  for (const { language } of best) {
    const locale = locales.find((ours) => ours === language)
    if (locale) return locale
  }
  return 'en'
}

/** The language for mails to somebody who has chosen none, from the request that causes them. */
export function findRequestLocale({ headers }: { headers: Pick<Headers, 'get'> }): Locale {
  return negotiateLocale(headers.get('accept-language') ?? '')
}
