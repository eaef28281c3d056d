import type { ReactNode } from 'react'

type CardProps = { title?: string; children: ReactNode }

export function Card({ title, children }: CardProps) {
  return (
    <section className="grid gap-5 rounded-2xl border border-line bg-surface p-5 sm:p-7">
      {title && <h2 className="font-bold text-lg">{title}</h2>}
      {children}
    </section>
  )
}
