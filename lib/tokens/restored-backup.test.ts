import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { issueResetToken } from '@/lib/accounts/request-password-reset'
import { findReset } from '@/lib/accounts/reset-password'
import { pool } from '@/lib/db'
import { callApi, testClient as client, newTokens } from '@/lib/testing/api'
import { createFor } from './personal-token.fixture'

const [, restore = ''] = /^## 7\. Backup and restore\n(.*?)^## /ms.exec(readFileSync('docs/deploy.md', 'utf8')) ?? []
const statements = [...restore.matchAll(/psql "\$DATABASE_URL" -c "([^"]+)"/g)].map(([, sql = '']) => sql)

test('D-13 what docs/deploy.md has done to a restored backup leaves nothing that was revoked since', async () => {
  const { user, access, refresh } = await newTokens()
  const personal = await createFor(user)
  const reset = await issueResetToken(user.email, client)
  const asked = async () => [
    (await callApi('/accounts/token/verify/', { body: { token: access } })).status,
    (await callApi('/accounts/me/', { method: 'GET', headers: { authorization: `Bearer ${personal}` } })).status,
    (await findReset(reset.token)) !== null,
  ]
  expect(await asked()).toEqual([200, 200, true])
  for (const statement of statements) await pool.query(statement)
  expect(await asked()).toEqual([401, 401, false])
  expect((await callApi('/accounts/token/refresh/', { body: { refresh } })).status).toBe(401)
})
