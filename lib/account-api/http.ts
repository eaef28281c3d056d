import { deleteAccount } from '@/lib/accounts/delete-account'
import { undoChange } from '@/lib/accounts/undo-change'
import { undoDeletion } from '@/lib/accounts/undo-deletion'
import { activityQuerySchema, listActivity } from '@/lib/audit/list-activity'
import { AppError } from '@/lib/errors'
import { findExport, requestExport } from '@/lib/exports/request-export'
import { JsonReply } from '@/lib/http/json-reply'
import { jsonRoute, noInput } from '@/lib/http/json-route'
import { findRequestLocale } from '@/lib/http/negotiate-locale'
import { type ActingContext, authenticateActing, requireActing } from './acting-person'
import { askForAddress, chooseMain, confirmAddress, dropAddress, showAddresses } from './addresses'
import { addressSchema, mailedSecretSchema, newAddressSchema, undoSchema } from './schemas'

const guarded = { authenticate: authenticateActing }

export const addresses = jsonRoute(
  { GET: [noInput, (_, context) => showAddresses(context)], POST: [newAddressSchema, askForAddress] },
  { ...guarded, name: 'Addresses' },
)
export const mainAddress = jsonRoute({ POST: [addressSchema, chooseMain] }, { ...guarded, name: 'Main Address' })
export const removedAddress = jsonRoute({ POST: [addressSchema, dropAddress] }, { ...guarded, name: 'Remove Address' })
export const confirmedAddress = jsonRoute(
  { POST: [mailedSecretSchema, confirmAddress] },
  { ...guarded, name: 'Confirm Address' },
)

export const activity = jsonRoute(
  {
    GET: [
      activityQuerySchema,
      async ({ after }, { actor }: ActingContext) => {
        const { events, next } = await listActivity({ userId: actor.user.id, after })
        return { events: events.map(showEvent), next }
      },
    ],
  },
  { ...guarded, name: 'Activity' },
)

type Listed = Awaited<ReturnType<typeof listActivity>>['events'][number]

function showEvent({ id, at, event, outcome, reason, ip, userAgent, isByStaff }: Listed) {
  return { id, at, event, outcome, reason, ip, user_agent: userAgent, is_by_staff: isByStaff }
}

export const dataExport = jsonRoute(
  { GET: [noInput, showExport], POST: [noInput, askForExport] },
  { ...guarded, name: 'Export' },
)

async function showExport(_: unknown, { actor }: ActingContext) {
  const state = await findExport(actor.user.id)
  if (!state) throw new AppError('not_found')
  const { requestedAt, madeAt, expiresAt, isGivenUp, isRepeatable } = state
  const moments = { requested_at: requestedAt, made_at: madeAt, expires_at: expiresAt }
  return { ...moments, is_given_up: isGivenUp, is_repeatable: isRepeatable }
}

async function askForExport(_: unknown, { actor, request, client }: ActingContext) {
  const { id: userId } = await requireActing(actor)
  await requestExport({ userId, locale: findRequestLocale(request) }, client)
  return new JsonReply({ detail: 'A mail with a link follows when it is made.' }, { status: 202 })
}

export const deletion = jsonRoute(
  {
    POST: [
      noInput,
      async (_, { actor, request, client }: ActingContext) => {
        const user = await requireActing(actor)
        const { isUndoable } = await deleteAccount({ user, locale: findRequestLocale(request) }, client)
        return { is_undoable: isUndoable }
      },
    ],
  },
  { ...guarded, name: 'Delete Account' },
)

/** Whoever holds the link from the mail takes the change back, signed in or not. */
export const undo = jsonRoute(
  {
    POST: [
      undoSchema,
      async ({ token, all: isAll }, { request, client }) => {
        const { resetToken } = await undoChange({ token, isAll, locale: findRequestLocale(request) }, client)
        return { reset_token: resetToken }
      },
    ],
  },
  { name: 'Undo' },
)

export const deletionUndo = jsonRoute(
  {
    POST: [
      mailedSecretSchema,
      async ({ token }, { client }) => {
        await undoDeletion({ token }, client)
        return { detail: 'The account is back.' }
      },
    ],
  },
  { name: 'Undo Deletion' },
)
