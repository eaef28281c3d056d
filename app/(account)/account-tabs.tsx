'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'

const tabs = ['profile', 'devices', 'security', 'activity', 'your-data'] as const

export function AccountTabs() {
  const t = useTranslations('common')
  const path = usePathname()
  return (
    <nav aria-label={t('accountPages')} className="mx-auto w-full min-w-0 max-w-3xl">
      <ul className="flex gap-1 overflow-x-auto border-line border-b">
        {tabs.map((tab) => (
          <li key={tab} className="shrink-0">
            <Link
              href={`/${tab}`}
              aria-current={path.startsWith(`/${tab}`) ? 'page' : undefined}
              ref={path.startsWith(`/${tab}`) ? showWhole : undefined}
              className="-mb-px flex min-h-11 items-center border-transparent border-b-2 px-3 text-ink-soft hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink"
            >
              {t(tab === 'your-data' ? 'yourData' : tab)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

// On a narrow screen the row of tabs scrolls.
function showWhole(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
}
