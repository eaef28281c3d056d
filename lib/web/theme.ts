import 'server-only'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { ownCookieAttributes } from '@/lib/http/own-cookie'

const COOKIE = 'theme'
const YEAR_SECONDS = 365 * 86_400

export const themes = ['system', 'light', 'dark'] as const
export const themeSchema = z.enum(themes)
export type Theme = z.output<typeof themeSchema>

/** The appearance this browser chose; the system's by default. */
export async function findTheme(): Promise<Theme> {
  return themeSchema.catch('system').parse((await cookies()).get(COOKIE)?.value)
}

export async function writeThemeCookie(theme: Theme): Promise<void> {
  const jar = await cookies()
  jar.set(COOKIE, theme, ownCookieAttributes(YEAR_SECONDS))
}
