import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signUp } from '@/lib/accounts/sign-up'
import { db } from '@/lib/db'
import { race } from '@/lib/testing/long'
import { CHALLENGE_SECONDS, makeChallenge } from './challenge'
import { limits } from './limits'
import { FLOOD, findChallenge, refuseInFlood, requireProofInFlood, WAIT_SECONDS, WAITERS } from './sign-up-flood'
import { isSolution, solveChallenge } from './solve-challenge'

const start = new Date()
const after = (seconds: number) => new Date(start.getTime() + seconds * 1_000)

let nextAddress = 0
function newClient() {
  nextAddress += 1
  return { ip: `10.3.${nextAddress >> 8}.${nextAddress & 255}`, userAgent: '', requestId: '' }
}

const pace = { key: 'flood:pace:all' }
async function setPace(points: number) {
  const count = { points, expire: BigInt(Date.now() + FLOOD.seconds * 1_000) }
  await db.limit.upsert({ where: pace, create: { ...pace, ...count }, update: count })
}
beforeEach(() => setPace(FLOOD.points))
afterEach(() => db.limit.deleteMany({ where: pace }))

async function solved(client: ReturnType<typeof newClient>, made = start) {
  const challenge = makeChallenge(client, made)
  return { challenge, solution: (await solveChallenge(challenge)) ?? '' }
}

const newInput = (email = `${randomUUID()}@example.org`) => ({
  email,
  password: 'correct horse battery',
  name: 'Mina',
  locale: 'en',
})

const outcomeOf = (attempt: Promise<void>) => attempt.then(() => 'let in').catch(({ code }) => code)

test('R-27 up to the threshold nobody needs a proof, above it everybody, of all that come at once', race, async () => {
  await setPace(FLOOD.points - 5)
  const attempts = Array.from({ length: 20 }, () => outcomeOf(requireProofInFlood({}, newClient(), start)))
  expect((await Promise.all(attempts)).filter((outcome) => outcome === 'let in')).toHaveLength(5)
})

test('the form carries a challenge only in a flood', async () => {
  expect(await findChallenge(newClient())).toMatch(/^\d+\.[\w-]{43}\.[\w-]{43}$/)
  await setPace(FLOOD.points - 1)
  expect(await findChallenge(newClient())).toBeNull()
})

test('a solution lets in once, of twenty at once', race, async () => {
  const client = newClient()
  const proof = await solved(client)
  const attempts = Array.from({ length: 20 }, () => outcomeOf(requireProofInFlood(proof, client, start)))
  const outcomes = await Promise.all(attempts)
  expect(outcomes.filter((outcome) => outcome === 'let in')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'proof_needed')).toHaveLength(19)
})

test('who has no proof is given a challenge that can be solved', async () => {
  const client = newClient()
  const refusal = await requireProofInFlood({}, client, start).catch((error) => error)
  expect(refusal).toMatchObject({ code: 'proof_needed', status: 429, retryAfterSeconds: WAIT_SECONDS })
  const { challenge } = refusal
  const proof = { challenge, solution: (await solveChallenge(challenge)) ?? '' }
  expect(await outcomeOf(requireProofInFlood(proof, client, start))).toBe('let in')
})

test('what is not the solution of an own, fresh challenge is refused', async () => {
  const client = newClient()
  const proof = await solved(client)
  const [moment, id, signature] = proof.challenge.split('.')
  const later = `${Number(moment) + 1}.${id}.${signature}`
  const wrong = (await isSolution(proof.challenge, '1')) ? '2' : '1'
  const others = await solved(newClient())
  const old = await solved(client, after(-CHALLENGE_SECONDS - 1))
  const refused = [
    { ...proof, solution: wrong },
    { ...proof, solution: '' },
    { challenge: later, solution: (await solveChallenge(later)) ?? '' },
    others,
    old,
    { challenge: 'x', solution: '1' },
  ]
  for (const attempt of refused)
    expect(await outcomeOf(requireProofInFlood(attempt, client, start))).toBe('proof_needed')
  expect(await outcomeOf(requireProofInFlood(proof, client, start))).toBe('let in')
})

test('without JavaScript waiting lets in, a few times from one address', async () => {
  const client = newClient()
  const wait = (seconds: number, challenge = makeChallenge(client, start)) =>
    outcomeOf(requireProofInFlood({ challenge, solution: '' }, client, after(seconds)))
  expect(await wait(WAIT_SECONDS - 1)).toBe('proof_needed')
  const first = makeChallenge(client, start)
  expect(await wait(WAIT_SECONDS, first)).toBe('let in')
  for (let time = 1; time < WAITERS.points; time += 1) expect(await wait(WAIT_SECONDS)).toBe('let in')
  expect(await wait(WAIT_SECONDS)).toBe('proof_needed')
})

test('R-27 a flood stops programs with the time to come back, and browsers without a proof before the hash', async () => {
  await expect(refuseInFlood()).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: FLOOD.seconds })
  const [client, input] = [newClient(), newInput()]
  const { email } = input
  await expect(signUp(input, client)).rejects.toMatchObject({ code: 'proof_needed' })
  await expect(signUp({ ...input, isByApi: true }, client)).rejects.toMatchObject({ code: 'too_many_requests' })
  expect(await db.user.count({ where: { email } })).toBe(0)
  await signUp({ ...input, ...(await solved(client, new Date())) }, client)
  expect(await db.user.count({ where: { email } })).toBe(1)
})

test('R-27 sign-ups without a proof, in browsers or of programs, leave everybody their number for a proved one', async () => {
  const { points, seconds } = limits.sign_up.global
  const key = 'sign_up:global:all'
  const left = { points: points - 1, expire: BigInt(Date.now() + seconds * 1_000) }
  await db.limit.upsert({ where: { key }, create: { key, ...left }, update: left })
  for (let time = 0; time < 10; time += 1) {
    const attempt = signUp({ ...newInput(), isByApi: time % 2 === 1 }, newClient())
    await expect(attempt).rejects.toMatchObject({ code: time % 2 ? 'too_many_requests' : 'proof_needed' })
  }
  const client = newClient()
  const proof = await solved(client, new Date())
  await expect(signUp({ ...newInput(), ...proof }, client)).resolves.toHaveProperty('signUpSecret')
  const late = newClient()
  const lateProof = await solved(late, new Date())
  await expect(signUp({ ...newInput(), ...lateProof }, late)).rejects.toMatchObject({ code: 'too_many_requests' })
  await db.limit.delete({ where: { key } })
})

test('R-27 sign-ups without a proof leave the address they name its attempts and its mails', async () => {
  const email = `${randomUUID()}@example.org`
  for (let time = 0; time <= Math.max(limits.sign_up.account.points, limits.mail.account.points); time += 1)
    await expect(signUp(newInput(email), newClient())).rejects.toMatchObject({ code: 'proof_needed' })
  const client = newClient()
  const proof = await solved(client, new Date())
  await expect(signUp({ ...newInput(email), ...proof }, client)).resolves.toHaveProperty('signUpSecret')
})
