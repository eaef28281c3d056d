import { TextField } from './field'

type CodeFieldProps = { label: string; hint: string }

/** Where a code from a mail is typed; phones offer it, and spaces in it do no harm. */
export function CodeField({ label, hint }: CodeFieldProps) {
  return (
    <TextField
      name="code"
      label={label}
      hint={hint}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={16}
      required
    />
  )
}
