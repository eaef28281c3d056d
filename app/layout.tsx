import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { env } from '@/lib/env'
import { Shell } from '@/lib/ui/shell'
import { findCurrentSignIn } from '@/lib/web/current-user'
import { findTheme } from '@/lib/web/theme'

export async function generateMetadata(): Promise<Metadata> {
  const name = env.SITE_NAME
  return { title: { default: name, template: `%s · ${name}` }, applicationName: name, robots: { index: false } }
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#181d1b' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The pages decide who may see them; the frame only shows who is here, also when that cannot be found out.
  const signIn = await findCurrentSignIn().catch(() => null)
  const { common, problems } = await getMessages()
  return (
    <html lang={await getLocale()} data-theme={await findTheme()}>
      <body>
        <NextIntlClientProvider messages={{ common, problems }}>
          <Shell user={signIn?.user ?? null}>{children}</Shell>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
