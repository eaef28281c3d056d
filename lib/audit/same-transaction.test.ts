import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { changePassword } from '@/lib/accounts/change-password'
import { confirmPassword } from '@/lib/accounts/confirm-password'
import { createUser } from '@/lib/accounts/create-user'
import { deactivateUser } from '@/lib/accounts/deactivate-user'
import { removePicture, updateProfile } from '@/lib/accounts/profile'
import { issueResetToken } from '@/lib/accounts/request-password-reset'
import { profileSchema } from '@/lib/accounts/schemas'
import { signIn } from '@/lib/accounts/sign-in'
import { signUp } from '@/lib/accounts/sign-up'
import { pool } from '@/lib/db'
import { endAllSessions } from '@/lib/sessions/end-sessions'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { testClient as client, newPerson, TEST_PASSWORD as password } from '@/lib/testing/api'
import { blacklistByStaff, endAllByStaff } from '@/lib/tokens/end-by-staff'
import { issueTokens } from '@/lib/tokens/issue-tokens'
import { pullSigningKey } from '@/lib/tokens/rotate-signing-keys'
import { getSigningKey } from '@/lib/tokens/signing-keys'
import { hexOf } from '@/lib/tokens/store'

/** From now on no audit event can be written, as if the process died while it wrote one. */
async function loseAudit(): Promise<void> {
  await pool.query(`
    CREATE OR REPLACE FUNCTION lose_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no audit'; END $$;
    CREATE TRIGGER lose_audit BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION lose_audit()`)
  onTestFinished(async () => {
    await pool.query('DROP TRIGGER IF EXISTS lose_audit ON audit_events')
  })
}

const TABLES = [
  'users',
  'profiles',
  'sessions',
  'outstanding_tokens',
  'one_time_tokens',
  'mails',
  'revocations',
  'signing_keys',
]

async function everything(): Promise<string> {
  const parts = TABLES.map((table) => `(SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.*), '[]') FROM ${table} t)`)
  const { rows } = await pool.query<{ state: unknown }>(`SELECT jsonb_build_array(${parts}) AS state`)
  return JSON.stringify(rows[0]?.state)
}

async function newSignIn() {
  const user = await newPerson()
  const { secret } = await signIn({ email: user.email, password, isKept: false }, client)
  const found = await findSignIn(secret, client)
  if (!found) throw new Error('nobody is signed in')
  await issueTokens({ user, method: 'password', client })
  const { rows } = await pool.query(`SELECT ${hexOf('jti')} AS jti FROM outstanding_tokens WHERE user_id = $1`, [
    user.id,
  ])
  return { user, signIn: found, jti: String(rows[0]?.jti) }
}

type Stage = Awaited<ReturnType<typeof newSignIn>>
const staffId = randomUUID()

test.each<[string, (stage: Stage) => Promise<unknown>]>([
  ['sign up', () => signUp({ email: `${staffId}@example.org`, password, name: 'Mina', locale: 'en' }, client)],
  ['make an account', () => createUser({ email: `${randomUUID()}@example.org` }, client)],
  ['sign in', ({ user }) => signIn({ email: user.email, password, isKept: false }, client)],
  ['make a link to choose another password', ({ user }) => issueResetToken(user.email, client)],
  [
    'choose another password',
    (stage) => changePassword({ ...stage, newPassword: 'amber kettle 19', locale: 'en' }, client),
  ],
  ['prove who it is', (stage) => confirmPassword({ ...stage, password }, client)],
  [
    'change the profile',
    ({ user }) => updateProfile({ userId: user.id, ...profileSchema.parse({ name: 'Eve' }) }, client),
  ],
  ['remove the picture', ({ user }) => removePicture(user.id, client)],
  ['sign out everywhere', ({ user }) => endAllSessions({ userId: user.id, reason: 'signed_out_everywhere', client })],
  ['disable a person', ({ user }) => deactivateUser(user.email, client)],
  ['blacklist a token', ({ jti }) => blacklistByStaff({ jti, staffId, client })],
  ['pull a signing key', async () => pullSigningKey((await getSigningKey()).kid ?? '', client)],
  ['end every sign-in as staff', ({ user }) => endAllByStaff({ userId: user.id, staffId, client })],
])('D-19 without its audit event nothing happens: %s', async (_, act) => {
  const stage = await newSignIn()
  const before = await everything()
  await loseAudit()
  await expect(act(stage)).rejects.toThrow('no audit')
  expect(await everything()).toBe(before)
})
