import { db } from '@/lib/db'
import { rotateSigningKeys } from '@/lib/tokens/rotate-signing-keys'
import { obtain } from '../api/tokens'
import { expect, test } from '../fixtures'
import { origins } from '../ports'

// Two server processes on one database, which know nothing else of each other.
const processes = [origins.application, origins.throughNext]
const kidOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
const jtiOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti

/** A request of its own connection, as a hundred clients would send it. */
const post = (index: number, path: string, body: object) =>
  fetch(`${processes[index % processes.length]}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(body),
  })

test('T-12 one refresh token sent a hundred times at once to two processes has one successor, and nobody is refused', async ({
  request,
  newUser,
}) => {
  const user = await newUser()
  const { refresh } = await obtain(request, user)
  const ask = (index: number) => post(index, '/accounts/token/refresh/', { refresh })
  const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => ask(index)))
  expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200))
  const pairs: { access: string; refresh: string }[] = await Promise.all(answers.map((answer) => answer.json()))
  expect(new Set(pairs.map((pair) => jtiOf(pair.refresh))).size).toBe(1)

  const rows = await db.outstandingToken.findMany({
    where: { userId: user.id },
    select: { jti: true, rotatedAt: true },
  })
  expect(rows.filter(({ rotatedAt }) => rotatedAt === null).map(({ jti }) => jti.replaceAll('-', ''))).toEqual([
    jtiOf(pairs[0]?.refresh ?? ''),
  ])
  expect(rows).toHaveLength(2)
  for (const [index, { access }] of pairs.entries())
    expect((await post(index + 1, '/accounts/token/verify/', { token: access })).status).toBe(200)
  expect((await post(1, '/accounts/token/refresh/', { refresh: pairs[0]?.refresh })).status).toBe(200)
})

/** Asks both processes for the key set, which has them read it again once theirs is a second old. */
async function publishedEverywhere(): Promise<string[][]> {
  const sets = processes.map(async (origin) => (await fetch(`${origin}/.well-known/jwks.json`)).json())
  return (await Promise.all(sets)).map(({ keys }) => keys.map(({ kid }: { kid: string }) => kid))
}

test('T-27 while keys are rotated under load no request fails, in either process, and each new key signs in both', async ({
  request,
  newUser,
}) => {
  let { access, refresh } = await obtain(request, await newUser())
  const statuses: number[] = []
  const signedBy: Set<string>[] = processes.map(() => new Set())
  let isRotating = true
  const load = async (index: number) => {
    for (let turn = index; isRotating; turn += 1)
      statuses.push((await post(turn, '/accounts/token/verify/', { token: access })).status)
  }
  const refreshing = async () => {
    for (let turn = 0; isRotating; turn += 1) {
      const answer = await post(turn, '/accounts/token/refresh/', { refresh })
      statuses.push(answer.status)
      ;({ access, refresh } = await answer.json())
      signedBy[turn % processes.length]?.add(kidOf(access))
    }
  }
  const running = Promise.all([load(0), load(1), refreshing()])
  const made: string[] = []
  for (let rotation = 0; rotation < 3; rotation += 1) {
    const kid = (await rotateSigningKeys({ isForced: true })) ?? ''
    const both = Array(processes.length).fill(expect.arrayContaining([kid]))
    await expect.poll(publishedEverywhere).toEqual(both)
    // As if its time had come: a process that reads the keys now signs with it.
    await db.signingKey.update({ where: { kid }, data: { activeFrom: new Date() } })
    const sign = async () => {
      await publishedEverywhere()
      return signedBy.map((kids) => [...kids])
    }
    await expect.poll(sign).toEqual(both)
    made.push(kid)
  }
  isRotating = false
  await running
  expect(statuses.length).toBeGreaterThan(50)
  expect(statuses.filter((status) => status !== 200)).toEqual([])
  const newest = await db.signingKey.findFirst({ where: { pulledAt: null }, orderBy: { activeFrom: 'desc' } })
  expect(new Set(made).size).toBe(3)
  expect(kidOf(access)).toBe(newest?.kid)
})
