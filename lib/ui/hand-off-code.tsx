'use client'

import type { ReactNode } from 'react'
import { CopyButton } from './copy-button'
import { useFormState } from './form'

type HandOffCodeProps = {
  label: string
  hint: string
  onceOnly: string
  /** Where the code is typed. */
  address: string
  copy: string
  copied: string
  /** What the form shows until its answer carries a code. */
  instead: ReactNode
}

/** The code that the answer of the surrounding form carries, large enough to be typed elsewhere. */
export function HandOffCode({ label, hint, onceOnly, address, instead, ...texts }: HandOffCodeProps) {
  const { secret: code } = useFormState()
  if (code === undefined) return instead
  return (
    <div className="grid gap-3">
      <h2 className="font-semibold">{label}</h2>
      <p className="break-words text-ink-soft">{hint}</p>
      <code className="select-all rounded-lg border border-line-strong bg-raised px-3 py-3 text-center font-semibold text-2xl tracking-wider">
        {code}
      </code>
      <CopyButton text={`${address}?${new URLSearchParams({ code })}`} look="secondary" {...texts} />
      <p className="text-ink-soft text-sm">{onceOnly}</p>
    </div>
  )
}
