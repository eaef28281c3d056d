'use client'

import { useEffect, useState } from 'react'
import { type ButtonLook, buttonClass } from './classes'

type CopyButtonProps = { text: string; copy: string; copied: string; look?: ButtonLook }

/** Copies a text; not there where JavaScript or the clipboard is not. */
export function CopyButton({ text, copy, copied, look = 'primary' }: CopyButtonProps) {
  const [canCopy, setCanCopy] = useState(false)
  const [isCopied, setCopied] = useState(false)
  // Browsers offer the clipboard on https and on localhost only.
  useEffect(() => setCanCopy(navigator.clipboard !== undefined), [])
  if (!canCopy) return null
  return (
    <div className="flex flex-wrap items-center gap-3">
      <button
        type="button"
        onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
        className={buttonClass[look]}
      >
        {copy}
      </button>
      <span role="status">{isCopied && copied}</span>
    </div>
  )
}
