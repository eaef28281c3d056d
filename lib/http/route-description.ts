import { z } from 'zod'

type Operation = readonly [schema: z.ZodType, run: unknown]

/** What OPTIONS says about a route, in the form of Django REST framework's metadata. */
export function describeRoute(name: string, operations: Partial<Record<string, Operation>>): unknown {
  const writing = ['PUT', 'POST'].flatMap((method) => {
    const schema = operations[method]?.[0]
    return schema ? [[method, describeFields(schema)]] : []
  })
  return {
    name,
    description: '',
    renders: ['application/json', 'text/html'],
    parses: ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    ...(writing.length > 0 && { actions: Object.fromEntries(writing) }),
  }
}

function describeFields(schema: z.ZodType): unknown {
  if (!(schema instanceof z.ZodObject)) return {}
  const names = Object.keys(schema.shape)
  return Object.fromEntries(
    names.map((name) => [name, { type: 'string', required: true, read_only: false, label: labelOf(name) }]),
  )
}

function labelOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')
}
