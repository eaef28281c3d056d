import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { CurrentUser } from '@/lib/accounts/current-user'
import { signOutAction } from '@/lib/web/sign-out-action'
import { Avatar } from './avatar'

const itemClass = 'flex min-h-11 w-full items-center rounded-lg px-3 hover:bg-raised'

/** The menu of whoever is signed in; a `details` element, so it opens without JavaScript. */
export async function AccountMenu({ user }: { user: CurrentUser }) {
  const t = await getTranslations('common')
  const name = user.name || user.email
  const pages = [
    { href: '/profile', label: t('profile') },
    { href: '/devices', label: t('devices') },
    { href: '/security', label: t('security') },
    ...(user.role === 'user' ? [] : [{ href: '/admin', label: t('admin') }]),
  ]
  return (
    <details className="group relative">
      <summary
        aria-label={t('accountMenu', { name })}
        className="flex min-h-11 list-none items-center gap-2 rounded-lg px-2 hover:bg-raised [&::-webkit-details-marker]:hidden"
      >
        <Avatar name={name} {...(user.hasPicture && { src: '/profile/picture' })} />
        <span className="hidden max-w-48 truncate font-medium sm:block">{name}</span>
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className="group-open:rotate-180">
          <path d="m2 4 4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.8" />
        </svg>
      </summary>
      <div className="absolute right-0 z-10 mt-2 w-60 rounded-xl border border-line bg-surface p-2 shadow-lg">
        <p className="truncate px-3 py-2 text-ink-soft text-sm">{user.email}</p>
        <nav aria-label={t('accountNavigation')}>
          {pages.map(({ href, label }) => (
            <Link key={href} href={href} className={itemClass}>
              {label}
            </Link>
          ))}
        </nav>
        <form action={signOutAction} className="mt-1 border-line border-t pt-1">
          <button type="submit" className={itemClass}>
            {t('signOut')}
          </button>
        </form>
      </div>
    </details>
  )
}
