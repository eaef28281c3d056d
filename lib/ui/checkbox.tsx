'use client'

import { useFormState } from './form'

type CheckboxProps = { name: string; label: string; hint?: string; defaultChecked?: boolean }

export function Checkbox({ name, label, hint, defaultChecked = false }: CheckboxProps) {
  const { values } = useFormState()
  return (
    <div className="flex min-h-11 items-start gap-3 py-2">
      <input
        id={name}
        key={values?.[name] ?? ''}
        type="checkbox"
        name={name}
        defaultChecked={values ? values[name] === 'on' : defaultChecked}
        aria-describedby={hint && `${name}-hint`}
        className="mt-1 size-5 accent-accent"
      />
      <div>
        <label htmlFor={name}>{label}</label>
        {hint && (
          <p id={`${name}-hint`} className="text-ink-soft text-sm">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
