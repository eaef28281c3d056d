import { z } from 'zod'

// What some clients make of an absence: one account for all who come without a subject.
const SPELLED_ABSENCES = ['undefined', 'null']

/** Who somebody is at a provider: a text that tells people apart, and that PostgreSQL can keep. */
export const subjectSchema = z
  .string()
  .min(1)
  .max(255)
  .refine((subject) => !subject.includes('\u0000') && !SPELLED_ABSENCES.includes(subject))
