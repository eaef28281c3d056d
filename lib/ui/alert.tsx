import type { ReactNode, Ref } from 'react'

const looks = {
  good: 'border-good bg-good-soft',
  danger: 'border-danger bg-danger-soft',
} as const

type AlertProps = { tone: keyof typeof looks; children: ReactNode; ref?: Ref<HTMLDivElement> }

/** Something a person must not miss: read out at once when it is an error, politely otherwise. */
export function Alert({ tone, children, ref }: AlertProps) {
  return (
    <div
      ref={ref}
      tabIndex={-1}
      role={tone === 'danger' ? 'alert' : 'status'}
      className={`rounded-lg border-l-4 px-4 py-3 ${looks[tone]}`}
    >
      {children}
    </div>
  )
}
