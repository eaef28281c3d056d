import type { ReactNode } from 'react'

const widths = { narrow: 'max-w-md', wide: 'max-w-3xl' } as const

type PageProps = { title: string; lead?: ReactNode; width?: keyof typeof widths; children: ReactNode }

/** The body of a screen: its one heading, a sentence on what it is for, and what it holds. */
export function Page({ title, lead, width = 'wide', children }: PageProps) {
  return (
    <div className={`mx-auto grid w-full gap-6 ${widths[width]}`}>
      <div className="grid gap-1">
        <h1 className="font-bold text-2xl sm:text-3xl">{title}</h1>
        {lead && <p className="text-ink-soft">{lead}</p>}
      </div>
      {children}
    </div>
  )
}
