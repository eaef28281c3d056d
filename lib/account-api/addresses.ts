import type { z } from 'zod'
import { proveAddress, requestAddress } from '@/lib/accounts/add-address'
import { listAddresses, makeMain, removeAddress } from '@/lib/accounts/change-addresses'
import { AppError } from '@/lib/errors'
import { JsonReply } from '@/lib/http/json-reply'
import { findRequestLocale } from '@/lib/http/negotiate-locale'
import { type ActingContext, requireActing } from './acting-person'
import type { addressSchema, mailedSecretSchema, newAddressSchema } from './schemas'

type Address = z.output<typeof addressSchema>

export async function showAddresses({ actor }: ActingContext) {
  const { id, email: main } = actor.user
  const proved = (await listAddresses(id)).map(({ email }) => email)
  const all = proved.includes(main) ? proved : [main, ...proved]
  return all.map((email) => ({ email, is_main: email === main }))
}

export async function askForAddress(
  { email, is_main }: z.output<typeof newAddressSchema>,
  { actor, request, client }: ActingContext,
) {
  const user = await requireActing(actor)
  await requestAddress({ user, email, isMain: is_main, locale: findRequestLocale(request) }, client)
  return new JsonReply({ detail: 'A link is on its way to the address.' }, { status: 202 })
}

export async function chooseMain({ email }: Address, { actor, request, client }: ActingContext) {
  const user = await requireActing(actor)
  await makeMain({ user, email, locale: findRequestLocale(request), keepSessionId: actor.sessionId }, client)
  return { detail: 'The main address was changed.' }
}

export async function dropAddress({ email }: Address, { actor, request, client }: ActingContext) {
  const user = await requireActing(actor)
  await removeAddress({ user, email, locale: findRequestLocale(request) }, client)
  return { detail: 'The address was removed.' }
}

export async function confirmAddress(
  { token }: z.output<typeof mailedSecretSchema>,
  { actor, request, client }: ActingContext,
) {
  if (token === '') throw new AppError('token_invalid')
  const user = await requireActing(actor)
  const proving = { user, token, locale: findRequestLocale(request), keepSessionId: actor.sessionId }
  const { email, isMain } = await proveAddress(proving, client)
  return { email, is_main: isMain }
}
