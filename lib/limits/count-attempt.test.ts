import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { hashGuessable, hashSecret, randomSecret } from '@/lib/encryption'
import { newPerson } from '@/lib/testing/api'
import { race } from '@/lib/testing/long'
import { countAttempt, forgetFailures, isToBeRecorded } from './count-attempt'
import { limits } from './limits'

let nextAddress = 0

/** A visitor nobody has seen yet. */
function newClient() {
  nextAddress += 1
  return {
    ip: `10.${nextAddress >> 16}.${(nextAddress >> 8) & 255}.${nextAddress & 255}`,
    userAgent: '',
    requestId: '',
  }
}

const newAccount = () => `${randomUUID()}@example.org`

async function countAllowed(attempts: Promise<void>[]): Promise<number> {
  const outcomes = await Promise.allSettled(attempts)
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason)
  for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'too_many_requests' })
  return outcomes.length - refusals.length
}

const { account: perAccount, accountDay, address: perAddress } = limits.password

test('P-10 guessing at one account is refused after the limit, with the seconds to wait', async () => {
  const [account, client] = [newAccount(), newClient()]
  for (let attempt = 0; attempt < perAccount.points; attempt += 1) {
    await countAttempt({ act: 'password', account, client })
  }
  const refused = await countAttempt({ act: 'password', account, client }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'too_many_requests' })
  expect(refused).toHaveProperty('retryAfterSeconds', expect.closeTo(perAccount.seconds, -1))
})

test('P-10 a patient attacker gets a hundred guesses a day', async () => {
  const account = newAccount()
  let allowed = 0
  for (let window = 0; window * perAccount.points <= accountDay.points; window += 1) {
    const attempts = Array.from({ length: perAccount.points }, () =>
      countAttempt({ act: 'password', account, client: newClient() }),
    )
    allowed += await countAllowed(attempts)
    await db.limit.deleteMany({ where: { key: `password:account:${hashGuessable(account)}` } })
  }
  expect(allowed).toBe(accountDay.points)
  expect(accountDay.points).toBeLessThanOrEqual(100)
})

test('P-11 of 200 parallel guesses exactly the limit goes through', race, async () => {
  const account = newAccount()
  const attempts = Array.from({ length: 200 }, () => countAttempt({ act: 'password', account, client: newClient() }))
  expect(await countAllowed(attempts)).toBe(perAccount.points)
})

test('P-13 rotating through an IPv6 /64 is one visitor', async () => {
  const attempts = Array.from({ length: perAddress.points + 20 }, (_, host) => {
    const client = { ...newClient(), ip: `2001:db8:77:1::${(host + 1).toString(16)}` }
    return countAttempt({ act: 'password', account: newAccount(), client })
  })
  expect(await countAllowed(attempts)).toBe(perAddress.points)
})

test('P-14 spraying one password over many accounts is refused by the address', async () => {
  const client = newClient()
  const attempts = Array.from({ length: 200 }, () => countAttempt({ act: 'password', account: newAccount(), client }))
  expect(await countAllowed(attempts)).toBe(perAddress.points)
})

test('P-15 guessing at one account from 500 addresses is refused by the account', async () => {
  const account = newAccount()
  const attempts = Array.from({ length: 500 }, () => countAttempt({ act: 'password', account, client: newClient() }))
  expect(await countAllowed(attempts)).toBe(perAccount.points)
})

test('P-16 a success clears the count of the account and never that of the address', async () => {
  const [account, client] = [newAccount(), newClient()]
  let allowed = 0
  for (let attempt = 0; attempt < perAddress.points + 5; attempt += 1) {
    allowed += await countAllowed([countAttempt({ act: 'password', account, client })])
    await forgetFailures(account, client)
  }
  expect(allowed).toBe(perAddress.points)
})

test('an address that is refused does not use up the account it names', async () => {
  const [account, attacker] = [newAccount(), newClient()]
  const spray = () => countAttempt({ act: 'password', account: newAccount(), client: attacker })
  await countAllowed(Array.from({ length: perAddress.points }, spray))
  await countAllowed(Array.from({ length: 50 }, () => countAttempt({ act: 'password', account, client: attacker })))
  await expect(countAttempt({ act: 'password', account, client: newClient() })).resolves.toBeUndefined()
})

test('R-21 one visitor cannot have mail sent to many addresses, nor many visitors to one', async () => {
  const client = newClient()
  const toMany = Array.from({ length: 100 }, () => countAttempt({ act: 'mail', account: newAccount(), client }))
  expect(await countAllowed(toMany)).toBe(limits.mail.address.points)
  const account = newAccount()
  const byMany = Array.from({ length: 100 }, () => countAttempt({ act: 'mail', account, client: newClient() }))
  expect(await countAllowed(byMany)).toBe(limits.mail.account.points)
})

const acts = Object.keys(limits) as (keyof typeof limits)[]

test.each(acts)('R-21 R-27 of %s there is a limit for all together, which counts exactly', async (act) => {
  const { points, seconds } = limits[act].global
  const key = `${act}:global:all`
  const left = { points: points - 3, expire: BigInt(Date.now() + seconds * 1_000) }
  await db.limit.upsert({ where: { key }, create: { key, ...left }, update: left })
  const attempts = Array.from({ length: 20 }, () => countAttempt({ act, account: newAccount(), client: newClient() }))
  expect(await countAllowed(attempts)).toBe(3)
  await db.limit.delete({ where: { key } })
})

test('P-17 a known device gets in while everybody together is over the limit', async () => {
  const user = await newPerson()
  const deviceHashes = [hashSecret(randomSecret())]
  await db.knownDevice.create({ data: { userId: user.id, hash: deviceHashes[0] ?? '' } })
  const { points, seconds } = limits.password.global
  const key = 'password:global:all'
  const full = { points, expire: BigInt(Date.now() + seconds * 1_000) }
  await db.limit.upsert({ where: { key }, create: { key, ...full }, update: full })
  const attempt = { act: 'password', account: user.email } as const
  await expect(countAttempt({ ...attempt, client: { ...newClient(), deviceHashes } })).resolves.toBeUndefined()
  await expect(countAttempt({ ...attempt, client: newClient() })).rejects.toMatchObject({ code: 'too_many_requests' })
  await db.limit.delete({ where: { key } })
})

test.each(['cross_origin', 'refusal'] as const)(
  'O-22 of %s many addresses that are each over their count leave no more events than the count of all',
  async (act) => {
    const { address, global } = limits[act]
    const before = await db.auditEvent.count({ where: { event: 'limit.reach', reason: act } })
    const key = `${act}:global:all`
    await db.limit.deleteMany({ where: { key } })
    const networks = Array.from({ length: 40 }, (_, network) => `2001:db8:78:${(network + 1).toString(16)}`)
    const recorded = await Promise.all(
      networks.flatMap((network) =>
        Array.from({ length: address.points + 3 }, (_, host) =>
          isToBeRecorded({ act, client: { ...newClient(), ip: `${network}::${(host + 1).toString(16)}` } }),
        ),
      ),
    )
    const reached = (await db.auditEvent.count({ where: { event: 'limit.reach', reason: act } })) - before
    const written = recorded.filter(Boolean).length + reached
    expect(written).toBeGreaterThanOrEqual(global.points)
    expect(written).toBeLessThanOrEqual(global.points + 1)
    await db.limit.delete({ where: { key } })
  },
)
