import { z } from 'zod'

const LONE_SURROGATE = /\p{Cs}/u

type TextRules = { isTrimmed?: boolean }

/**
 * A text as Django REST framework's CharField takes it: a number counts as its digits, white space around it is
 * dropped, blank and null are refused. Issue messages are problem codes.
 */
export function wireText({ isTrimmed = true }: TextRules = {}) {
  return z
    .unknown()
    .transform((value, context): string => {
      const text = typeof value === 'number' ? String(value) : value
      const problem = findTextProblem(text, isTrimmed)
      if (problem) context.addIssue({ code: 'custom', message: problem })
      if (problem || typeof text !== 'string') return z.NEVER
      return isTrimmed ? text.trim() : text
    })
    .meta({ type: 'string' })
}

function findTextProblem(value: unknown, isTrimmed: boolean): string | null {
  if (value === undefined) return 'required'
  if (value === null) return 'null'
  if (typeof value !== 'string') return 'not_text'
  if ((isTrimmed ? value.trim() : value) === '') return 'blank'
  if (value.includes('\0')) return 'null_character'
  const surrogate = LONE_SURROGATE.exec(value)?.[0]
  return surrogate ? `surrogate_character:U+${surrogate.charCodeAt(0).toString(16).toUpperCase()}` : null
}
