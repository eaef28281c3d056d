import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { testClient as client, newPerson } from '@/lib/testing/api'
import { requireRecentSession } from './require-recent-session'
import { secondsAfter } from './session'
import { startBrowserSession } from './start-session'
import { createSession } from './store'

const start = async (userId: string, now?: Date) =>
  (await startBrowserSession({ userId, method: 'password', isKept: false, client }, now)).session

const refused = { code: 'recent_sign_in_required' }

test('a recent session counts, however many others were seen later', async () => {
  const { id: userId } = await newPerson()
  const { id: sessionId, ...session } = await start(userId)
  const later = { ...session, secretHash: null, kind: 'tokens', lastSeenAt: secondsAfter(new Date(), 1) } as const
  for (let count = 0; count < 201; count += 1) await createSession(db, later)
  await expect(requireRecentSession({ userId, sessionId })).resolves.toBeUndefined()
})

test('none, an old one, one that ended and one of a stranger are refused', async () => {
  const { id: userId } = await newPerson()
  const old = await start(userId, secondsAfter(new Date(), -env.RECENT_SIGN_IN_SECONDS - 1))
  const ended = await start(userId)
  await db.session.update({ where: { id: ended.id }, data: { revokedAt: new Date() } })
  const other = await start((await newPerson()).id)
  for (const sessionId of [old.id, ended.id, other.id])
    await expect(requireRecentSession({ userId, sessionId })).rejects.toMatchObject(refused)
  const none = { userId: other.userId, sessionId: undefined }
  await expect(requireRecentSession(none)).rejects.toMatchObject(refused)
})
