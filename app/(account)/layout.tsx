import type { ReactNode } from 'react'
import { AccountTabs } from './account-tabs'

/** The frame of the screens about one's own account. It protects nothing: each page asks who is there itself. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid gap-8">
      <AccountTabs />
      {children}
    </div>
  )
}
