import 'server-only'
import { headers } from 'next/headers'
import { unstable_rethrow } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import { recordRefusal, refusalIn } from '@/lib/audit/record-refusal'
import { env } from '@/lib/env'
import { AppError, isAppError } from '@/lib/errors'
import { clientOf } from '@/lib/http/client'
import { assertSameOrigin } from '@/lib/http/same-origin'
import { log } from '@/lib/log'
import { waitText } from '@/lib/messages/wait-text'
import type { Client } from '@/lib/sessions/client'
import { findCurrentSignIn } from './current-user'
import { fieldProblems, readTexts, withoutPasswords } from './form-input'
import type { FormServerAction, FormState } from './form-state'

/**
 * Makes a server action of a schema and what to do with its output: parses the form, finds out who asks, and turns
 * failures into texts beside the fields. `run` redirects, or returns the state to show. Passwords are never echoed.
 */
export function formAction<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.output<Schema>, client: Client) => Promise<FormState | undefined> | Promise<void>,
): FormServerAction {
  return async (_previous, formData) => {
    const requestHeaders = await headers()
    const client = clientOf(requestHeaders)
    const values = readTexts(formData)
    try {
      assertSameOrigin(requestHeaders)
      const parsed = schema.safeParse(values)
      if (!parsed.success) throw new AppError('validation_failed', { fields: fieldProblems(parsed.error) })
      return (await run(parsed.data, client)) ?? {}
    } catch (error) {
      unstable_rethrow(error)
      if (!isAppError(error)) log.error({ error, requestId: client.requestId }, 'a form action failed')
      const refusal = refusalIn(error)
      if (refusal) await recordRefusal(refusal, { client, userId: findUserId, path: pathOf(requestHeaders) })
      return { ...(await describeFailure(error, client)), values: withoutPasswords(values) }
    }
  }
}

async function findUserId(): Promise<string | null> {
  const signIn = await findCurrentSignIn().catch(() => null)
  return signIn?.user.id ?? null
}

function pathOf(requestHeaders: Pick<Headers, 'get'>): string {
  const referer = requestHeaders.get('referer') ?? ''
  return URL.canParse(referer) ? new URL(referer).pathname : ''
}

async function describeFailure(error: unknown, { requestId }: Client): Promise<FormState> {
  const t = await getTranslations('problems')
  if (!isAppError(error)) return { error: `${t('codes.internal')} ${t('error.requestId', { id: requestId })}` }
  const fields = Object.entries(error.fields ?? {}).map(([name, codes]) => [
    name,
    codes.map((code) => describeField(code, t, error.fieldValues)),
  ])
  const wait = error.retryAfterSeconds === undefined ? '' : ` ${waitText(error.retryAfterSeconds, t)}`
  const { challenge } = error
  return { error: t(`codes.${error.code}`) + wait, fields: Object.fromEntries(fields), ...(challenge && { challenge }) }
}

type Texts = Awaited<ReturnType<typeof getTranslations<'problems'>>>

function describeField(code: string, t: Texts, values: Record<string, string>): string {
  const key = `fields.${code}` as Parameters<Texts['has']>[0]
  return t.has(key)
    ? t(key as 'fields.password_too_short', { min: env.PASSWORD_MIN_LENGTH, ...values })
    : t('fields.invalid')
}
