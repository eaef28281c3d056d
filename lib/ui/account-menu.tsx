import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { CurrentUser } from '@/lib/accounts/current-user'
import { signOutAction } from '@/lib/web/sign-out-action'
import { Avatar } from './avatar'
import { Menu } from './menu'

const itemClass = 'flex min-h-11 w-full items-center rounded-lg px-3 hover:bg-raised'

/** The menu of whoever is signed in. */
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
    <Menu
      label={t('accountMenu', { name })}
      summary={
        <>
          <Avatar name={name} {...(user.hasPicture && { src: '/profile/picture' })} />
          <span className="hidden max-w-48 truncate font-medium sm:block">{name}</span>
        </>
      }
    >
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
    </Menu>
  )
}
