import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { findCurrentSignIn } from '@/lib/web/current-user'
import { AdminNavigation } from './admin-navigation'

/** The frame of every staff screen. It protects nothing: each page calls `requireStaff()` itself. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('admin')
  const links = [
    { href: '/admin', text: t('overview') },
    { href: '/admin/mail', text: t('mail.title') },
    { href: '/admin/tokens', text: t('tokens.title') },
  ]
  const ownersLinks = [
    { href: '/admin/providers', text: t('providers.title') },
    { href: '/admin/failures', text: t('failures.title') },
  ]
  const isOwner = (await findCurrentSignIn())?.user.role === 'owner'
  return (
    <div className="grid gap-8 lg:grid-cols-[12rem_1fr]">
      <AdminNavigation label={t('navigation')} links={isOwner ? [...links, ...ownersLinks] : links} />
      <div>{children}</div>
    </div>
  )
}
