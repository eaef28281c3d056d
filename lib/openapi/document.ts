import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { env } from '@/lib/env'
import { developers } from '@/lib/messages/en/developers'
import { problem } from './answers'
import { commonAnswers } from './common-answers'
import { type Endpoint, endpoints } from './endpoints'

/**
 * Describes the JSON endpoints, made from the very schemas that judge what comes in.
 * @see OpenAPI 3.1.1
 */
export function openApiDocument() {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = servedPath(endpoint.path)
    paths[path] = { ...paths[path], [endpoint.method]: describeOperation(endpoint) }
  }
  return {
    openapi: '3.1.1',
    info: { title: `${env.SITE_NAME}: accounts and tokens`, version: '1' },
    servers: [{ url: env.AUTH_URL }],
    paths,
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  }
}

/** The path of an endpoint on this installation. */
export function servedPath(path: string): string {
  return path.replace(/^\/accounts(?=\/)/, env.SIMPLE_JWT_PREFIX).replace(/^\/dj-rest-auth(?=\/)/, env.REST_AUTH_PREFIX)
}

function describeOperation({ id, group, path, input, isGuarded, answers, method }: Endpoint) {
  return {
    operationId: id,
    tags: [group],
    summary: developers.endpoints[id as keyof typeof developers.endpoints],
    ...(isGuarded && { security: [{ bearer: [] }] }),
    ...(path.includes('{') && { parameters: parametersIn(path) }),
    ...(input && { requestBody: { required: true, content: content(input, 'input') } }),
    responses: Object.fromEntries(Object.entries({ ...commonAnswers(method), ...answers }).map(describeAnswer)),
  }
}

function parametersIn(path: string) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  return names.map((name) => ({
    ...{ name, in: 'path', required: true },
    schema: { type: name === 'id' ? 'integer' : 'string' },
  }))
}

function describeAnswer([status, schema]: [status: string, schema: z.ZodType]) {
  return [status, { description: STATUS_CODES[status] ?? '', content: content(schema, 'output') }] as const
}

function content(schema: z.ZodType, io: 'input' | 'output') {
  const type = schema === problem ? 'application/problem+json' : 'application/json'
  return { [type]: { schema: jsonSchemaOf(schema, io) } }
}

export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return described
}
