'use client'

import { usePathname, useSearchParams } from 'next/navigation'

/** Tells a form of the shell which page to come back to; the shell itself is not rendered again between pages. */
export function BackField() {
  const path = usePathname()
  const query = useSearchParams().toString()
  return <input type="hidden" name="back" value={query ? `${path}?${query}` : path} />
}
