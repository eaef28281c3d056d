'use client'

import { createContext, type ReactNode, useActionState, useContext, useEffect, useRef } from 'react'
import type { FormServerAction, FormState } from '@/lib/web/form-state'
import { Alert } from './alert'

const FormContext = createContext<FormState>({})

/** What the fields of the surrounding form show: their errors, and what was typed. */
export function useFormState(): FormState {
  return useContext(FormContext)
}

type FormProps = {
  action: FormServerAction
  children: ReactNode
  className?: string
}

/** A form around a server action; without JavaScript the server renders it again with its errors. */
export function Form({ action, children, className = 'grid gap-5' }: FormProps) {
  const [state, submit] = useActionState(action, {})
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.error) alert.current?.focus()
  }, [state])
  return (
    <form action={submit} className={className} noValidate>
      <FormContext value={state}>
        {state.error && (
          <Alert ref={alert} tone="danger">
            {state.error}
          </Alert>
        )}
        {state.notice && <Alert tone="good">{state.notice}</Alert>}
        {children}
      </FormContext>
    </form>
  )
}
