import { jsonRoute, noInput } from '@/lib/http/json-route'
import { authenticateBearer } from '@/lib/tokens/authenticate-bearer'
import type { ApiUser } from './find-api-user'

function showMe({ number, email, nickname, bio }: ApiUser) {
  return { id: number, email, nickname, bio }
}

function showUser({ number, email }: ApiUser) {
  return { pk: number, email }
}

/** The sample protected resource of the Simple JWT prefix. */
export const me = jsonRoute(
  { GET: [noInput, (_, { actor }) => showMe(actor)] },
  { authenticate: authenticateBearer, name: 'Me' },
)

/** dj-rest-auth's user details; every field of them is read-only here, as recorded. */
export const user = jsonRoute(
  {
    GET: [noInput, (_, { actor }) => showUser(actor)],
    PUT: [noInput, (_, { actor }) => showUser(actor)],
    PATCH: [noInput, (_, { actor }) => showUser(actor)],
  },
  { authenticate: authenticateBearer, name: 'User Details' },
)
