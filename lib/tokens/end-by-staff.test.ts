import { expect, test } from 'vitest'
import { db } from '@/lib/db'
import { testClient as client, newTokens } from '@/lib/testing/api'
import { endSessionByStaff } from './end-by-staff'
import { issueTokens } from './issue-tokens'
import { refreshTokens } from './refresh-tokens'

test('the staff ends one sign-in of a person, once, and who did it is on record', async () => {
  const { user, refresh } = await newTokens()
  const { id: sessionId } = await db.session.findFirstOrThrow({ where: { userId: user.id } })
  const other = await issueTokens({ user, method: 'password', client })
  const staff = await newTokens()
  const act = { sessionId, userId: user.id, staffId: staff.user.id, client }

  await expect(endSessionByStaff({ ...act, userId: staff.user.id })).rejects.toMatchObject({ code: 'not_found' })
  await endSessionByStaff(act)
  await expect(refreshTokens({ refresh }, client)).rejects.toMatchObject({ code: 'token_not_valid' })
  await refreshTokens({ refresh: other.refresh }, client)
  await expect(endSessionByStaff(act)).rejects.toMatchObject({ code: 'not_found' })

  const events = await db.auditEvent.findMany({ where: { event: 'session.end_by_staff' } })
  expect(events).toMatchObject([{ userId: user.id, sessionId, data: { staffId: staff.user.id } }])
})
