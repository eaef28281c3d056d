'use client'

import { controlClass } from './classes'
import { FieldFrame, type FieldProps, useField } from './field'

type SelectProps = FieldProps & { defaultValue?: string; options: { value: string; label: string }[] }

export function Select({ name, label, hint, defaultValue, options }: SelectProps) {
  const { errors, control, typed } = useField(name, hint)
  const value = typed ?? defaultValue
  return (
    <FieldFrame name={name} label={label} hint={hint} errors={errors}>
      {/* A new key, because React resets a form after its action to what a select first showed. */}
      <select key={value} {...control} defaultValue={value} className={controlClass}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
