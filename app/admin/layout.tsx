import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'

/** The frame of every staff screen. It protects nothing: each page calls `requireStaff()` itself. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('admin')
  return (
    <div className="grid gap-8 lg:grid-cols-[12rem_1fr]">
      <nav aria-label={t('navigation')}>
        <Link href="/admin" className="flex min-h-11 items-center rounded-lg bg-raised px-3 font-semibold">
          {t('overview')}
        </Link>
      </nav>
      <div>{children}</div>
    </div>
  )
}
