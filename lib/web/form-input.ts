import type { z } from 'zod'
import type { FieldProblems } from '@/lib/errors'

const MAX_FIELDS = 40

/** The texts of a submitted form; React and Next add fields of their own, all beginning with a dollar sign. */
export function readTexts(formData: FormData): Record<string, string> {
  const pairs = [...formData]
    .slice(0, MAX_FIELDS)
    .filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return Object.fromEntries(pairs.filter(([name]) => !name.startsWith('$')))
}

/** What may be shown again in the form. */
export function withoutPasswords(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !/password|secret/i.test(name)))
}

/** The first problem of each field, as a code; our schemas use codes for messages. */
export function fieldProblems(error: z.ZodError): FieldProblems {
  const problems: FieldProblems = {}
  for (const { path, code, message } of error.issues) {
    problems[String(path[0] ?? '')] ??= [code === 'invalid_type' ? 'required' : message]
  }
  return problems
}
