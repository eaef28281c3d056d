'use client'

import { usePathname } from 'next/navigation'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'

type MenuProps = { label: string; summary: ReactNode; children: ReactNode }

/** A `details` element that opens without JavaScript; with it, it closes by Escape, a press elsewhere or a new page. */
export function Menu({ label, summary, children }: MenuProps) {
  const path = usePathname()
  const menu = useRef<HTMLDetailsElement>(null)

  useEffect(() => {
    const closeFromOutside = ({ target }: PointerEvent) => {
      if (menu.current && target instanceof Node && !menu.current.contains(target)) menu.current.open = false
    }
    document.addEventListener('pointerdown', closeFromOutside)
    return () => document.removeEventListener('pointerdown', closeFromOutside)
  }, [])

  function closeByEscape(event: KeyboardEvent<HTMLDetailsElement>) {
    if (event.key !== 'Escape' || !event.currentTarget.open) return
    event.currentTarget.open = false
    event.currentTarget.querySelector('summary')?.focus()
  }

  return (
    <details key={path} ref={menu} onKeyDown={closeByEscape} className="group relative">
      <summary
        aria-label={label}
        className="flex min-h-11 list-none items-center gap-2 rounded-lg px-2 hover:bg-raised [&::-webkit-details-marker]:hidden"
      >
        {summary}
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className="group-open:rotate-180">
          <path d="m2 4 4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.8" />
        </svg>
      </summary>
      <div className="absolute right-0 z-10 mt-2 w-60 rounded-xl border border-line bg-surface p-2 shadow-lg">
        {children}
      </div>
    </details>
  )
}
