import runHashTask, { type HashTask } from '@/lib/passwords/hash-worker'
import { processWide } from '@/lib/process-wide'
import { findSignIn } from '@/lib/sessions/find-sign-in'
import { changePassword } from './change-password'
import { signUp } from './sign-up'

processWide('hash-pool', () => (task: HashTask) => runHashTask(task))

const client = { ip: '192.0.2.9', userAgent: 'dying process', requestId: '' }
const [act, subject = '', password = '', currentPassword] = process.argv.slice(2)

async function change(): Promise<unknown> {
  const actor = await findSignIn(subject, client)
  return actor && changePassword({ actor, currentPassword, newPassword: password, locale: 'en' }, client)
}

await (act === 'sign-up' ? signUp({ email: subject, password, name: 'Mina', locale: 'en' }, client) : change())
