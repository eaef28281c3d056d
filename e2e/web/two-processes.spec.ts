import { setTimeout as sleep } from 'node:timers/promises'
import { db } from '@/lib/db'
import { rotateSigningKeys } from '@/lib/tokens/rotate-signing-keys'
import { obtain } from '../api/tokens'
import { expect, test } from '../fixtures'
import { origins } from '../ports'

// Two server processes on one database, which know nothing else of each other.
const processes = [origins.application, origins.throughNext]
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

test('T-27 while keys are rotated under load no request fails, in either process', async ({ request, newUser }) => {
  let { access, refresh } = await obtain(request, await newUser())
  const statuses: number[] = []
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
    }
  }
  const running = Promise.all([load(0), load(1), refreshing()])
  for (let rotation = 0; rotation < 3; rotation += 1) {
    await rotateSigningKeys({ isForced: true })
    // As if its time had come: the next process to read the keys signs with it.
    await db.signingKey.updateMany({ where: { activeFrom: { gt: new Date() } }, data: { activeFrom: new Date() } })
    await sleep(700)
  }
  isRotating = false
  await running
  expect(statuses.length).toBeGreaterThan(50)
  expect(statuses.filter((status) => status !== 200)).toEqual([])
})
