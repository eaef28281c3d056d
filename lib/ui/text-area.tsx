'use client'

import { controlClass } from './classes'
import { FieldFrame, type FieldProps, useField } from './field'

type TextAreaProps = FieldProps & { defaultValue?: string; rows?: number; maxLength?: number }

export function TextArea({ name, label, hint, defaultValue, ...area }: TextAreaProps) {
  const { errors, control, typed } = useField(name, hint)
  return (
    <FieldFrame name={name} label={label} hint={hint} errors={errors}>
      <textarea {...area} {...control} defaultValue={typed ?? defaultValue} className={controlClass} />
    </FieldFrame>
  )
}
