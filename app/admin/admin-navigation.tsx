'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'

/** The links of the administration; the one that is shown says so. */
export function AdminNavigation({ label, links }: { label: string; links: { href: string; text: string }[] }) {
  const pathname = usePathname()
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1 lg:flex-col">
      {links.map(({ href, text }) => (
        <Link
          key={href}
          href={href}
          aria-current={isBelow(pathname, href) ? 'page' : undefined}
          className="flex min-h-11 items-center rounded-lg px-3 font-semibold hover:bg-raised aria-[current]:bg-raised"
        >
          {text}
        </Link>
      ))}
    </nav>
  )
}

// Every page of the administration is below the overview, which stands for itself.
function isBelow(pathname: string, href: string): boolean {
  return pathname === href || (href !== '/admin' && pathname.startsWith(`${href}/`))
}
