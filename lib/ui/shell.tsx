import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { CurrentUser } from '@/lib/accounts/current-user'
import { env } from '@/lib/env'
import { AccountMenu } from './account-menu'
import { buttonClass, linkClass } from './classes'
import { Logo } from './logo'
import { Preferences } from './preferences'

type ShellProps = { user: CurrentUser | null; children: ReactNode }

/** What surrounds every screen: name, account, language, appearance. */
export async function Shell({ user, children }: ShellProps) {
  const t = await getTranslations('common')
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-10 focus:rounded-lg focus:bg-surface focus:p-3"
      >
        {t('skipToContent')}
      </a>
      <header className="border-line border-b bg-surface">
        <div className="mx-auto flex min-h-16 w-full max-w-5xl items-center justify-between gap-4 px-4 sm:px-6">
          <Link href="/" className="flex min-h-11 items-center gap-2.5 font-bold text-lg tracking-tight">
            <Logo />
            {env.SITE_NAME}
          </Link>
          {user ? (
            <AccountMenu user={user} />
          ) : (
            <SignedOutLinks signIn={t('signIn')} signUp={t('signUp')} label={t('mainNavigation')} />
          )}
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-5xl flex-1 px-4 py-8 sm:px-6 sm:py-12">
        {children}
      </main>
      <footer className="border-line border-t">
        <div className="mx-auto flex w-full max-w-5xl flex-wrap items-center justify-between gap-4 px-4 py-6 sm:px-6">
          <div className="grid max-w-md gap-1 text-ink-soft text-sm">
            <p>{t('footer', { site: env.SITE_NAME })}</p>
            <p>
              <Link href="/developers" className={linkClass}>
                {t('forDevelopers')}
              </Link>
            </p>
            <noscript>
              <p>{t('withoutScripts')}</p>
            </noscript>
          </div>
          <Preferences />
        </div>
      </footer>
    </div>
  )
}

function SignedOutLinks({ signIn, signUp, label }: { signIn: string; signUp: string; label: string }) {
  return (
    <nav aria-label={label} className="flex items-center gap-1 sm:gap-2">
      <Link href="/login" className={buttonClass.quiet}>
        {signIn}
      </Link>
      <Link href="/signup" className={buttonClass.secondary}>
        {signUp}
      </Link>
    </nav>
  )
}
