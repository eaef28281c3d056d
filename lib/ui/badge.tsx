import type { ReactNode } from 'react'

export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="inline-block rounded-full bg-accent-soft px-2.5 py-0.5 font-semibold text-accent-strong text-sm">
      {children}
    </span>
  )
}
