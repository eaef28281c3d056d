import 'server-only'
import { cookies, headers } from 'next/headers'
import { type Locale, localeSchema } from '@/lib/accounts/schemas'
import { negotiateLocale } from '@/lib/http/negotiate-locale'
import { ownCookieAttributes } from '@/lib/http/own-cookie'
import { findCurrentSignIn } from './current-user'

const COOKIE = 'locale'
const YEAR_SECONDS = 365 * 86_400

/** The language of this request: the person's setting, else the cookie, else what the browser asks for. */
export async function findLocale(): Promise<Locale> {
  const chosen = (await findPersonsLocale()) ?? (await cookies()).get(COOKIE)?.value
  const locale = localeSchema.safeParse(chosen)
  return locale.success ? locale.data : negotiateLocale((await headers()).get('accept-language') ?? '')
}

// An unreachable database must not keep the error page from being shown in some language.
async function findPersonsLocale(): Promise<string | null> {
  const signIn = await findCurrentSignIn().catch(() => null)
  return signIn?.user.locale ?? null
}

export async function writeLocaleCookie(locale: Locale): Promise<void> {
  const jar = await cookies()
  jar.set(COOKIE, locale, ownCookieAttributes(YEAR_SECONDS))
}
