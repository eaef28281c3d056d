import { expect, test } from 'vitest'
import { type Db, db, inTransaction } from '@/lib/db'
import { newPerson } from '@/lib/testing/api'

const lock = (tx: Db, id: string) => tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`

/** Lets everybody go on once `count` have arrived; whoever comes later need not wait. */
function barrier(count: number): () => Promise<void> {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  let arrived = 0
  return () => {
    arrived += 1
    if (arrived === count) open()
    return opened
  }
}

test('D-14 of two transactions in a deadlock both are done, the one that lost from its start', async () => {
  const [one, other] = [await newPerson(), await newPerson()]
  const bothHoldOne = barrier(2)
  let starts = 0
  const lockBoth = (first: string, second: string) =>
    inTransaction(async (tx) => {
      starts += 1
      await lock(tx, first)
      await bothHoldOne()
      await lock(tx, second)
      await tx.profile.update({ where: { userId: second }, data: { nickname: { set: 'done' } } })
    })
  await Promise.all([lockBoth(one.id, other.id), lockBoth(other.id, one.id)])
  expect(starts).toBe(3)
  for (const { id } of [one, other])
    expect(await db.profile.findUniqueOrThrow({ where: { userId: id } })).toMatchObject({ nickname: 'done' })
})

test('D-14 a conflict that stays is tried five times and then said', async () => {
  const { email } = await newPerson()
  let tries = 0
  const clash = inTransaction(async (tx) => {
    tries += 1
    await tx.user.create({ data: { email } })
  })
  await expect(clash).rejects.toMatchObject({ code: 'P2002' })
  expect(tries).toBe(5)
})

test('D-14 what is no conflict is not tried again', async () => {
  let tries = 0
  const broken = inTransaction(async () => {
    tries += 1
    throw new Error('broken')
  })
  await expect(broken).rejects.toThrow('broken')
  expect(tries).toBe(1)
})
