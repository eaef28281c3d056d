'use client'

import { useTranslations } from 'next-intl'
import { type ChangeEvent, useState } from 'react'
import { findRuleFaults, type PasswordFault, type PasswordSite } from '@/lib/passwords/password-rules'
import { estimateStrength, STRENGTHS, type StrengthEstimate } from '@/lib/passwords/password-strength'
import type { FieldProps } from './field'
import { useFormState } from './form'
import { PasswordField } from './password-field'

type NewPasswordFieldProps = FieldProps & { site: PasswordSite; personName?: string }
type Typed = { faults: PasswordFault[]; estimate: StrengthEstimate }

/** A password to be chosen. Where JavaScript runs it says while one types how strong it is, and why; the server decides. */
export function NewPasswordField({ site, personName = '', ...field }: NewPasswordFieldProps) {
  const state = useFormState()
  const [shown, setShown] = useState<{ state: object; typed: Typed | null }>({ state, typed: null })
  const judge = ({ currentTarget: { value, form } }: ChangeEvent<HTMLInputElement>) => {
    const email = readField(form, 'email') || readField(form, 'username')
    const name = readField(form, 'name') || personName
    const faults = findRuleFaults(value, { ...site, email, name })
    setShown({ state, typed: value === '' ? null : { faults, estimate: estimateStrength(value) } })
  }
  return (
    <PasswordField {...field} autoComplete="new-password" minLength={site.minLength} onChange={judge}>
      {/* What was sent is gone from the field, and its errors stand below. */}
      <StrengthMeter typed={shown.state === state ? shown.typed : null} />
    </PasswordField>
  )
}

function StrengthMeter({ typed }: { typed: Typed | null }) {
  const t = useTranslations('common.strength')
  const { strength, hasPatterns } = typed?.estimate ?? { strength: 'weak', hasPatterns: false }
  const faults = typed?.faults ?? []
  const level = faults.length > 0 ? 'weak' : strength
  const advice = [
    ...faults.map((fault) => t(fault)),
    ...(hasPatterns ? [t('patterns')] : []),
    ...(faults.length === 0 && (level === 'weak' || level === 'fair') ? [t('longer')] : []),
  ]
  return (
    <div className="grid gap-1 text-ink-soft text-sm">
      {typed && (
        <meter aria-hidden="true" className="w-full" max={4} low={2} high={3} optimum={4} value={barOf(level)} />
      )}
      <p aria-live="polite">{typed && `${t(level)} ${advice.join(' ')}`}</p>
    </div>
  )
}

function barOf(strength: (typeof STRENGTHS)[number]): number {
  return STRENGTHS.indexOf(strength) + 1
}

function readField(form: HTMLFormElement | null, name: string): string {
  const control = form?.elements.namedItem(name)
  return control instanceof HTMLInputElement ? control.value : ''
}
