import { z } from 'zod'
import { recordRefusal, refusalIn } from '@/lib/audit/record-refusal'
import { AppError } from '@/lib/errors'
import type { Client } from '@/lib/sessions/client'
import { clientOf } from './client'
import { headerPairs, type JsonAnswer, JsonReply, renderAnswer } from './json-reply'
import type { JsonRequest } from './json-request'
import { chooseRenderer, type Renderer } from './media-types'
import { problemOf } from './problem-response'
import { readRequestData } from './request-data'
import { describeRoute } from './route-description'
import { bearerChallenge } from './wire-problem'

/** What an operation knows besides its input. */
export type RouteContext<Actor> = { request: JsonRequest; actor: Actor; client: Client }

export type Operation<Schema extends z.ZodType, Actor> = readonly [
  schema: Schema,
  run: (input: z.output<Schema>, context: RouteContext<Actor>) => unknown,
]

export type RouteOptions<Actor> = {
  /** Finds who is asking, before the method and the body are looked at; throws `not_authenticated`. */
  authenticate?: (request: JsonRequest) => Promise<Actor>
  /** Shown by OPTIONS. */
  name?: string
  /** The scheme that a 401 asks for; Bearer unless another is named. */
  challenge?: () => string
}

/** An endpoint as Next calls it; `answer` is the same without the standard objects, for server.ts. */
export type JsonRoute = ((request: Request) => Promise<Response>) & {
  answer: (request: JsonRequest) => Promise<JsonAnswer>
}

/** The schema of an operation that takes nothing. */
export const noInput = z.object({})

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * Makes the handler of one endpoint from its operations; every method is answered, also those it does not have.
 * Judged in the order of Django REST framework: what is accepted, who is asking, the method, then the body.
 *
 * @param operations per method: the schema of what comes in (the query of a GET, else the body), and what to do with it;
 *   the result is the JSON body
 */
export function jsonRoute<
  Actor = undefined,
  Get extends z.ZodType = z.ZodType,
  Post extends z.ZodType = z.ZodType,
  Put extends z.ZodType = z.ZodType,
  Patch extends z.ZodType = z.ZodType,
  Delete extends z.ZodType = z.ZodType,
>(
  operations: {
    GET?: Operation<Get, Actor>
    POST?: Operation<Post, Actor>
    PUT?: Operation<Put, Actor>
    PATCH?: Operation<Patch, Actor>
    DELETE?: Operation<Delete, Actor>
  },
  { authenticate, name = '', challenge = bearerChallenge }: RouteOptions<Actor> = {},
): JsonRoute {
  const { GET, POST, PUT, PATCH, DELETE } = operations
  const performers = new Map<string, (request: JsonRequest, actor: Actor) => Promise<unknown>>([
    ...(GET ? [['GET', perform(GET)] as const, ['HEAD', perform(GET)] as const] : []),
    ...(POST ? [['POST', perform(POST)] as const] : []),
    ...(PUT ? [['PUT', perform(PUT)] as const] : []),
    ...(PATCH ? [['PATCH', perform(PATCH)] as const] : []),
    ...(DELETE ? [['DELETE', perform(DELETE)] as const] : []),
  ])
  const allow = allowedMethods(operations)

  async function run(request: JsonRequest, asking: { actor?: Actor }): Promise<unknown> {
    const actor = (await authenticate?.(request)) as Actor
    asking.actor = actor
    if (request.method === 'OPTIONS') return describeRoute(name, operations)
    const performer = performers.get(request.method)
    if (!performer) throw new AppError('method_not_allowed')
    return performer(request, actor)
  }

  async function answer(request: JsonRequest): Promise<JsonAnswer> {
    const { method } = request
    const asking: { actor?: Actor } = {}
    let renderer: Renderer = 'application/json'
    try {
      renderer = requireRenderer(request)
      return renderAnswer(await run(request, asking), { method, renderer, allow })
    } catch (error) {
      const refusal = refusalIn(error)
      if (refusal) await recordRefusal(refusal, refusedIn(request, asking.actor))
      const { body, status, headers, contentType } = problemOf(error, request)
      const type: Record<string, string> = renderer === 'application/json' ? { 'content-type': contentType } : {}
      const asks = status === 401 && { 'www-authenticate': challenge() }
      const reply = new JsonReply(body, { status, headers: { ...type, ...headers, ...asks } })
      return renderAnswer(reply, { method, renderer, allow })
    }
  }

  return Object.assign(async (request: Request) => responseOf(await answer(request)), { answer })
}

function responseOf({ status, headers, content }: JsonAnswer): Response {
  return new Response(content, { status, headers: headerPairs(headers) })
}

const actorSchema = z.object({ user: z.object({ id: z.string() }) })

function refusedIn(request: JsonRequest, actor: unknown) {
  const userId = actorSchema.safeParse(actor).data?.user.id ?? null
  return { client: clientOf(request.headers), userId, path: new URL(request.url).pathname }
}

function readQuery(url: string): unknown {
  return url.includes('?') ? Object.fromEntries(new URL(url).searchParams) : {}
}

function perform<Schema extends z.ZodType, Actor>([schema, run]: Operation<Schema, Actor>) {
  return async (request: JsonRequest, actor: Actor): Promise<unknown> => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const input = parseInput(schema, isRead ? readQuery(request.url) : await readRequestData(request))
    return run(input, new Context(request, actor))
  }
}

class Context<Actor> implements RouteContext<Actor> {
  constructor(
    readonly request: JsonRequest,
    readonly actor: Actor,
  ) {}

  // Read only where it is asked for: headers are not free on the hot path.
  get client(): Client {
    return clientOf(this.request.headers)
  }
}

function allowedMethods(operations: Partial<Record<string, unknown>>): string {
  const own = METHODS.filter((method) => operations[method])
  return [...own, ...(operations.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ')
}

function requireRenderer(request: JsonRequest): Renderer {
  const renderer = chooseRenderer(request)
  if (renderer === null) throw new AppError('not_acceptable')
  if (renderer === 'unknown_format') throw new AppError('not_found')
  return renderer
}

function parseInput<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new AppError('validation_failed', { fields: { non_field_errors: [describeNonObject(data)] } })
  }
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const fields: Record<string, string[]> = {}
  for (const { path, message } of result.error.issues) {
    const field = path.length > 0 ? String(path[0]) : 'non_field_errors'
    fields[field] = [...(fields[field] ?? []), message]
  }
  throw new AppError('validation_failed', { fields })
}

// The recorded server names Python's types.
function describeNonObject(data: unknown): string {
  if (data === null) return 'no_data'
  if (Array.isArray(data)) return 'not_an_object:list'
  if (typeof data === 'number') return `not_an_object:${Number.isInteger(data) ? 'int' : 'float'}`
  return `not_an_object:${typeof data === 'boolean' ? 'bool' : 'str'}`
}
