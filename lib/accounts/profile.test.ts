import sharp from 'sharp'
import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { limits } from '@/lib/limits/limits'
import { newPerson } from '@/lib/testing/api'
import { removePicture, replacePicture } from './profile'

test('of the pictures that a person uploads only so many are read, whatever is in them and wherever they come from', async () => {
  const user = await newPerson()
  const from = (host: number) => ({ ip: `10.9.1.${host}`, userAgent: '', requestId: '' })
  const { points } = limits.picture.account
  const junk = (host: number) => replacePicture({ user, bytes: new Uint8Array() }, from(host))
  for (let host = 1; host < points; host += 1)
    await expect(junk(host)).rejects.toMatchObject({ code: 'picture_not_readable' })
  const red = sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
  const bytes = await red.png().toBuffer()
  await replacePicture({ user, bytes }, from(points))
  const tooMany = replacePicture({ user, bytes }, from(points + 1))
  await expect(tooMany).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: expect.any(Number) })
  const reached = { userId: user.id, event: 'limit.reach', reason: 'picture' }
  expect(await db.auditEvent.count({ where: reached })).toBe(1)
  await expect(removePicture(user.id, from(1))).resolves.toBeUndefined()
})
