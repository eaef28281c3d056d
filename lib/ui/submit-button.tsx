'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import { type ButtonLook, buttonClass } from './classes'

type SubmitButtonProps = { children: ReactNode; look?: ButtonLook; label?: string; className?: string }

/** Sends its form, and says so while it is on the way. */
export function SubmitButton({ children, look = 'primary', label, className = '' }: SubmitButtonProps) {
  const { pending } = useFormStatus()
  const t = useTranslations('common')
  return (
    <button
      type="submit"
      aria-label={pending ? undefined : label}
      aria-disabled={pending}
      onClick={(event) => pending && event.preventDefault()}
      className={`${buttonClass[look]} ${className} aria-disabled:opacity-60`}
    >
      {pending ? t('working') : children}
    </button>
  )
}
