import type { z } from 'zod'
import * as answers from './answers'

export type Method = 'get' | 'post' | 'put' | 'patch'

export const invalid = { 400: answers.fieldProblems }
export const refused = { 401: answers.detailWithCode }
export const unauthenticated = { 401: answers.bearerRefusal }
export const scoped = { ...unauthenticated, 403: answers.coded('insufficient_scope') }
/** Without the CSRF token where the cookie is used, or without the scope. */
export const changing = { ...unauthenticated, 403: answers.detail.or(answers.coded('insufficient_scope')) }
export const riskyChange = { ...changing, 403: changing[403].or(answers.coded('account_held')) }
/** After a sign-in that is too old, or while the account is held. */
export const actingRefusals = { ...unauthenticated, 403: answers.detail.or(answers.coded('account_held')) }
export const invalidOrVoid = { 400: answers.fieldProblems.or(answers.coded('token_invalid')) }
export const done = { 200: answers.detail }

/** What an endpoint may answer besides, by its method: to what it cannot read, and in times of trouble. */
export function commonAnswers(method: Method): Record<number, z.ZodType> {
  const detail = answers.detail
  return method === 'get' ? { 503: detail } : { 405: detail, 413: detail, 415: detail, 429: detail, 503: detail }
}
