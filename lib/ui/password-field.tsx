'use client'

import { useTranslations } from 'next-intl'
import { type ChangeEventHandler, type ReactNode, useEffect, useState } from 'react'
import { controlClass } from './classes'
import { FieldFrame, type FieldProps, useField } from './field'

type PasswordFieldProps = FieldProps & {
  autoComplete: 'current-password' | 'new-password'
  minLength?: number
  onChange?: ChangeEventHandler<HTMLInputElement>
  /** What stands below the control. */
  children?: ReactNode
}

/** A password, with a button to look at it where JavaScript runs; what was typed never comes back from the server. */
export function PasswordField({ name, label, hint, children, ...input }: PasswordFieldProps) {
  const t = useTranslations('common')
  const { errors, control } = useField(name, hint)
  const [isShown, setShown] = useState(false)
  const [canShow, setCanShow] = useState(false)
  useEffect(() => setCanShow(true), [])
  return (
    <FieldFrame name={name} label={label} hint={hint} errors={errors}>
      <div className="relative">
        <input
          {...input}
          {...control}
          required
          type={isShown ? 'text' : 'password'}
          autoCapitalize="none"
          spellCheck={false}
          className={`${controlClass} pr-14`}
        />
        {canShow && (
          <button
            type="button"
            aria-pressed={isShown}
            aria-label={isShown ? t('hidePassword') : t('showPassword')}
            onClick={() => setShown(!isShown)}
            className="absolute inset-y-0 right-0 grid w-12 place-items-center rounded-lg text-ink-soft hover:text-ink"
          >
            <EyeIcon isOpen={isShown} />
          </button>
        )}
      </div>
      {children}
    </FieldFrame>
  )
}

function EyeIcon({ isOpen }: { isOpen: boolean }) {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      aria-hidden="true"
    >
      <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
      <circle cx="12" cy="12" r="2.8" />
      {!isOpen && <path d="m4 20 16-16" strokeLinecap="round" />}
    </svg>
  )
}
