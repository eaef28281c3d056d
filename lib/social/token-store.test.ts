import { beforeAll, expect, test } from 'vitest'
import { db } from '@/lib/db'
import { newPerson } from '@/lib/testing/api'
import { FORGET_SQL, HOLDING_SQL } from './token-store'

// As the table is once a provider's tokens were forgotten: its statistics still say that every identity holds some.
beforeAll(async () => {
  const { id: userId } = await newPerson()
  await db.$executeRaw`
    INSERT INTO accounts (user_id, type, provider, provider_account_id, access_token, created_at)
    SELECT ${userId}::uuid, 'oidc', CASE WHEN n % 3 = 0 THEN 'google' ELSE 'kakao' END, n::text, repeat('x', 100),
           now() - n * interval '1 second'
      FROM generate_series(1, 20000) AS n`
  await db.$executeRaw`ANALYZE accounts`
  await db.$executeRaw`UPDATE accounts SET access_token = NULL WHERE provider = 'google'`
})

test.each([
  ['the providers of which tokens are kept', HOLDING_SQL, []],
  ['the tokens to forget', FORGET_SQL, ['google', 1_000]],
])('one index finds %s', async (_, sql, values) => {
  const plan = await db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${sql}`, ...values)
  const scans = plan.flatMap((line) => /(Seq Scan|Scan using \w+) on accounts/.exec(line['QUERY PLAN'])?.[1] ?? [])
  const byNumber = 'Scan using accounts_number_key'
  expect(new Set(scans.filter((scan) => scan !== byNumber))).toEqual(new Set(['Scan using accounts_kept_tokens_idx']))
})
