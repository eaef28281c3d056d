import { AppError, type FieldProblems, isAppError, type ProblemCode } from '@/lib/errors'

type Places = {
  /** The use case's name of a field, and the one on this wire. */
  fields?: Record<string, string>
  /** Refusals that this wire shows beside a field. */
  problems?: Partial<Record<ProblemCode, FieldProblems>>
}

/** Puts the refusals of a use case where a door shows them. */
export async function placeProblems<T>(work: Promise<T>, { fields = {}, problems = {} }: Places): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!isAppError(error)) throw error
    const placed =
      problems[error.code] ?? (error.code === 'validation_failed' ? rename(error.fields, fields) : undefined)
    throw placed ? new AppError('validation_failed', { fields: placed, cause: error }) : error
  }
}

function rename(problems: FieldProblems = {}, names: Record<string, string>): FieldProblems {
  return Object.fromEntries(Object.entries(problems).map(([name, codes]) => [names[name] ?? name, codes]))
}
