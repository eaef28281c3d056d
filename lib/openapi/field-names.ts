import type { z } from 'zod'
import { jsonSchemaOf } from './document'

/** The names of the fields that a body has; optional ones end with a question mark. */
export function fieldNames(schema: z.ZodType): string[] {
  const { properties = {}, required = [] } = jsonSchemaOf(schema, 'input')
  return Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`))
}
