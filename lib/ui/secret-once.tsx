'use client'

import type { ReactNode } from 'react'
import { CopyButton } from './copy-button'
import { useFormState } from './form'

type SecretOnceProps = {
  label: string
  hint: string
  copy: string
  copied: string
  /** What the form shows until its answer carries a secret. */
  instead: ReactNode
  /** How to go on from there. */
  children: ReactNode
}

/** The secret that the answer of the surrounding form carries, with a button to copy it where JavaScript runs. */
export function SecretOnce({ label, hint, instead, children, ...texts }: SecretOnceProps) {
  const { secret } = useFormState()
  if (secret === undefined) return instead
  return (
    <>
      <div className="grid gap-1.5">
        <h2 className="font-semibold">{label}</h2>
        <p className="text-ink-soft text-sm">{hint}</p>
        <code className="select-all break-all rounded-lg border border-line-strong bg-raised px-3 py-2">{secret}</code>
      </div>
      <CopyButton text={secret} {...texts} />
      {children}
    </>
  )
}
