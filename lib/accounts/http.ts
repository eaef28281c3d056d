import { jsonRoute, noInput } from '@/lib/http/json-route'
import { authenticateBearer } from '@/lib/tokens/authenticate-bearer'
import type { ApiUser } from './find-api-user'

function showMe({ number, email, nickname, bio }: ApiUser) {
  return { id: number, email, nickname, bio }
}

/** The sample protected resource of the Simple JWT prefix. */
export const me = jsonRoute(
  { GET: [noInput, (_, { actor }) => showMe(actor)] },
  { authenticate: authenticateBearer, name: 'Me' },
)
