import { createUser } from '@/lib/accounts/create-user'
import { db, pool } from '@/lib/db'
import { env } from '@/lib/env'

// Shown in the banner of `npm start`; the local mode listens on this machine only.
const PASSWORD = 'yellow lantern harbour'

const PEOPLE = [
  { email: 'owner@example.com', name: 'Olive Owner', locale: 'en', role: 'owner' },
  { email: 'staff@example.com', name: '한서준', locale: 'ko', role: 'staff' },
  { email: 'minji@example.com', name: '김민지', locale: 'ko' },
  { email: 'alex@example.com', name: 'Alex Morgan', locale: 'en' },
] as const

if (env.LATCHKEY_MODE !== 'local') throw new Error('The seed is for the local mode: everybody knows its password.')

if ((await db.user.count()) === 0) {
  for (const person of PEOPLE) await createUser({ ...person, password: PASSWORD, isVerified: true })
}
await pool.end()
