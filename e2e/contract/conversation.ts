import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { createUser } from '@/lib/accounts/create-user'
import { deactivateUser, deleteUser } from '@/lib/accounts/deactivate-user'
import { issueResetToken } from '@/lib/accounts/request-password-reset'
import type { ContractRequest, Step } from './exchange'
import { mangleToken, mintToken } from './make-token'

const client = { ip: '', userAgent: 'contract', requestId: '' }
const PASSWORD = 'Corr3ct-horse-battery'
/** Another process knows of a revocation after this time at the latest (docs/tokens.md). */
const REVOCATION_BOUND_MS = 1_000

export type Variables = Record<string, unknown>

/** Prepares for an exchange with one server, step by step, and remembers what the steps leave. */
export class Conversation {
  readonly variables: Variables = {}

  constructor(private readonly origin: string) {}

  async prepare(steps: Step[]): Promise<void> {
    for (const step of steps) await this.take(step)
  }

  async send(request: ContractRequest): Promise<Response> {
    const { method, path, headers, body } = this.fill(request)
    const hasBody = body !== undefined && body !== null
    return fetch(`${this.origin}${path}`, {
      ...{ method, headers, redirect: 'manual' },
      ...(hasBody && { body: bodyOf(body) }),
    })
  }

  private async take(step: Step): Promise<void> {
    const { variables } = this
    if (step.op === 'user') return this.makeUser(step)
    if (step.op === 'new-email') variables.email = newAddress()
    if (step.op === 'login') await this.logIn(step.as ? `${step.as}_` : '')
    if (step.op === 'mint') variables[step.as] = mintToken(step, step.from && String(variables[step.from]))
    if (step.op === 'mangle') variables[step.as] = mangleToken(String(variables[step.from]), step.how)
    if (step.op === 'http') await this.exchange(step)
    if (step.op === 'hook') await this.administer(step.args)
  }

  private async makeUser({ as, password = PASSWORD, suffix, verified, inactive }: Extract<Step, { op: 'user' }>) {
    const email = newAddress(suffix)
    const { number } = await createUser({ email, password, isVerified: verified ?? false })
    if (inactive) await deactivateUser(email, client)
    const prefix = as ? `${as}_` : ''
    const made = { email, password, user_id: number, EMAIL_UPPER: email.toUpperCase() }
    for (const [name, value] of Object.entries(made)) this.variables[prefix + name] = value
  }

  private async logIn(prefix: string): Promise<void> {
    const body = { email: this.variables[`${prefix}email`], password: this.variables[`${prefix}password`] }
    const headers = { 'content-type': 'application/json' }
    const response = await this.send({ method: 'POST', path: '/accounts/token/', headers, body })
    const pair = z.object({ access: z.string(), refresh: z.string() }).parse(await response.json())
    this.variables[`${prefix}access`] = pair.access
    this.variables[`${prefix}refresh`] = pair.refresh
  }

  private async exchange({ request, expect, capture }: Extract<Step, { op: 'http' }>): Promise<void> {
    const response = await this.send(request)
    const text = await response.text()
    if (expect !== undefined && response.status !== expect)
      throw new Error(`${request.path}: ${response.status} ${text}`)
    for (const [name, path] of Object.entries(capture)) this.variables[name] = dig({ response, text }, path)
  }

  private async administer([command, email]: string[]): Promise<void> {
    const address = String(this.fill(email))
    if (command === 'reset-token') {
      const { uid, token } = await issueResetToken(address, client)
      Object.assign(this.variables, { hook_uid: uid, hook_token: token })
      return
    }
    await (command === 'delete-user' ? deleteUser(address, client) : deactivateUser(address, client))
    await sleep(REVOCATION_BOUND_MS)
  }

  private fill<Value>(value: Value): Value {
    return fillIn(value, this.variables) as Value
  }
}

function newAddress(suffix = ''): string {
  return `contract-${randomUUID()}${suffix}@example.com`
}

// Bytes, so that fetch adds no Content-Type of its own.
function bodyOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new Uint8Array(Buffer.from(body))
  if (typeof body === 'object' && body !== null && '$base64' in body) {
    return new Uint8Array(Buffer.from(String(body.$base64), 'base64'))
  }
  return new Uint8Array(Buffer.from(JSON.stringify(body)))
}

function fillIn(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') {
    const whole = /^\{\{(\w+)\}\}$/.exec(value)?.[1]
    if (whole) return variables[whole]
    return value.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(variables[name]))
  }
  if (Array.isArray(value)) return value.map((item) => fillIn(item, variables))
  if (typeof value !== 'object' || value === null) return value
  if ('$repeat' in value && Array.isArray(value.$repeat))
    return String(value.$repeat[0]).repeat(Number(value.$repeat[1]))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillIn(item, variables)]))
}

function dig({ response, text }: { response: Response; text: string }, path: string): unknown {
  const [kind, name = ''] = path.split('.')
  if (kind === 'body') return JSON.parse(text)[name]
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`))
  return cookie?.slice(name.length + 1).split(';')[0]
}
