import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { startBrowserSession } from '@/lib/sessions/start-session'
import { testClient as client } from '@/lib/testing/api'
import { inCrowds } from '@/lib/testing/in-crowds'
import { type Combination, combinationsOf, writeTruthTable } from '@/lib/testing/truth-table'
import { connectIdentity } from './connect-identity'
import { disconnectIdentity } from './disconnect-identity'
import * as cells from './linking-cells.fixture'

vi.hoisted(() => {
  const keys = { AUTH_GOOGLE_ID: 'ours', AUTH_GOOGLE_SECRET: 'secret', AUTH_GITHUB_ID: 'ours', AUTH_GITHUB_SECRET: 'x' }
  Object.assign(process.env, keys)
})

const { yesNo } = cells
const thousands = { timeout: 240_000 }

const connectColumns = {
  'signed in recently': yesNo,
  'own address confirmed': yesNo,
  'the identity belongs to': ['nobody', 'this person', 'somebody else'],
  'issuer as before': yesNo,
  'change undone': yesNo,
  password: yesNo,
  'linked to another there': yesNo,
  'address at the provider': ['own', 'own, a further one', 'somebody else’s'],
  'verified there': yesNo,
} as const
type Connect = Combination<typeof connectColumns>

const connectTable = {
  columns: connectColumns,
  standIn(cell: Connect): Connect {
    const [owner, address] = [cell['the identity belongs to'], cell['address at the provider']]
    const isImpossible = address === 'own, a further one' && cell['own address confirmed'] === 'no'
    return {
      ...cell,
      // Nobody gave it out before.
      'issuer as before': owner === 'nobody' ? 'yes' : cell['issuer as before'],
      'address at the provider': isImpossible ? 'own' : address,
    }
  },
}

/** A session of this account, opened a moment or an hour ago. */
async function signIn(userId: string, isRecent: boolean): Promise<string> {
  const authenticatedAt = new Date(Date.now() - (isRecent ? 0 : 3_600_000))
  const kind = { method: 'password', isKept: false, client, authenticatedAt } as const
  return (await startBrowserSession({ userId, ...kind })).session.id
}

async function arrangeConnection(cell: Connect) {
  const [email, address] = [cells.newAddress(), cell['address at the provider']]
  const identity = cells.newIdentity(email, cell['verified there'] === 'yes' ? 'verified' : 'not verified')
  const issuer = cell['issuer as before'] === 'yes' ? cells.ISSUER : cells.OLD_ISSUER
  const owned = (owner: string) =>
    cell['the identity belongs to'] === owner ? [{ subject: identity.subject, issuer }] : []
  const another = cell['linked to another there'] === 'yes' ? [{}] : []
  const own = await cells.newAccount({
    ...{ isConfirmed: cell['own address confirmed'] === 'yes', isHeld: cell['change undone'] === 'yes' },
    ...{ hasPassword: cell.password === 'yes', identities: [...another, ...owned('this person')] },
    further: address === 'own, a further one' ? [email] : [],
  })
  const [others, further] = [owned('somebody else'), address === 'somebody else’s' ? [email] : []]
  if (others.length + further.length > 0) await cells.newAccount({ identities: others, further })
  return { identity: address === 'own' ? { ...identity, email: own.email } : identity, userId: own.id }
}

async function connect(cell: Connect): Promise<string> {
  const { identity, userId } = await arrangeConnection(cell)
  const sessionId = await signIn(userId, cell['signed in recently'] === 'yes')
  const before = await cells.findOwner(identity)
  const connection = { identity, userId, sessionId, locale: 'en' } as const
  const refused = await connectIdentity(connection, client).catch(cells.refusal)
  const owner = await cells.findOwner(identity)
  if (refused) return owner === before ? refused : `${refused}, and moves it`
  expect(owner).toBe(userId)
  return before === null ? 'links' : 'stays linked'
}

test('what somebody who is signed in links is as written', thousands, async () => {
  const done = await inCrowds(combinationsOf(connectTable), connect)
  expect(writeTruthTable(connectTable, done)).toBe(cells.tableUnder('Somebody who is signed in links one'))
})

const disconnectColumns = {
  'signed in recently': yesNo,
  'change undone': yesNo,
  'the identity belongs to': ['this person', 'somebody else'],
  password: yesNo,
  'other identities': ['none', 'of a provider that is on', 'of one that is off'],
  'own address confirmed': yesNo,
  'its provider is on': yesNo,
} as const
type Disconnect = Combination<typeof disconnectColumns>
const disconnectTable = { columns: disconnectColumns }

async function disconnect(cell: Disconnect): Promise<string> {
  const identity = { provider: cell['its provider is on'] === 'yes' ? 'google' : 'switched-off' }
  const others = { none: [], 'of a provider that is on': ['github'], 'of one that is off': ['another-off'] }
  const { id: userId, numbers } = await cells.newAccount({
    ...{ isConfirmed: cell['own address confirmed'] === 'yes', isHeld: cell['change undone'] === 'yes' },
    hasPassword: cell.password === 'yes',
    identities: [identity, ...others[cell['other identities']].map((provider) => ({ provider }))],
  })
  const sessionId = await signIn(userId, cell['signed in recently'] === 'yes')
  const isTheirs = cell['the identity belongs to'] === 'this person'
  const [number = 0] = isTheirs ? numbers : (await cells.newAccount({ identities: [identity] })).numbers
  const refused = await disconnectIdentity({ userId, sessionId, number }, client).then(() => null, cells.refusal)
  const isGone = (await db.account.count({ where: { number } })) === 0
  return isGone ? ['unlinks', refused].filter(Boolean).join(', and ') : (refused ?? 'leaves it')
}

test('what is unlinked is as written', thousands, async () => {
  const done = await inCrowds(combinationsOf(disconnectTable), disconnect)
  expect(writeTruthTable(disconnectTable, done)).toBe(cells.tableUnder('Unlinking'))
})
