'use client'

import type { InputHTMLAttributes, ReactNode } from 'react'
import { controlClass } from './classes'
import { useFormState } from './form'

export type FieldProps = { name: string; label: string; hint?: ReactNode }

/** Everything that ties a control to its label, hint and errors. */
export function useField(name: string, hint: ReactNode) {
  const { fields, values } = useFormState()
  const errors = fields?.[name] ?? []
  const ids = [hint ? `${name}-hint` : '', errors.length > 0 ? `${name}-error` : ''].filter(Boolean)
  const control = {
    id: name,
    name,
    'aria-invalid': errors.length > 0 || undefined,
    'aria-describedby': ids.join(' ') || undefined,
  }
  return { errors, control, typed: values?.[name] }
}

type FrameProps = FieldProps & { errors: string[]; children: ReactNode }

export function FieldFrame({ name, label, hint, errors, children }: FrameProps) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={name} className="font-semibold">
        {label}
      </label>
      <Explained name={name} hint={hint} errors={errors}>
        {children}
      </Explained>
    </div>
  )
}

/** What a control is about above it, and what is wrong with it below. */
function Explained({ name, hint, errors, children }: Omit<FrameProps, 'label'>) {
  return (
    <>
      {hint && (
        <p id={`${name}-hint`} className="text-ink-soft text-sm">
          {hint}
        </p>
      )}
      {children}
      {errors.length > 0 && (
        <p id={`${name}-error`} className="font-medium text-danger text-sm">
          {errors.join(' ')}
        </p>
      )}
    </>
  )
}

type TextFieldProps = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, 'name' | 'id'>

export function TextField({ name, label, hint, defaultValue, ...input }: TextFieldProps) {
  const { errors, control, typed } = useField(name, hint)
  return (
    <FieldFrame name={name} label={label} hint={hint} errors={errors}>
      <input {...input} {...control} defaultValue={typed ?? defaultValue} className={controlClass} />
    </FieldFrame>
  )
}

type FieldGroupProps = FieldProps & { children: ReactNode }

/** Several controls that together answer one question. */
export function FieldGroup({ name, label, hint, children }: FieldGroupProps) {
  const { errors, control } = useField(name, hint)
  return (
    <fieldset aria-describedby={control['aria-describedby']}>
      <legend className="font-semibold">{label}</legend>
      <Explained name={name} hint={hint} errors={errors}>
        {children}
      </Explained>
    </fieldset>
  )
}
