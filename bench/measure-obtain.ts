import { createUser } from '@/lib/accounts/create-user'
import { env } from '@/lib/env'
import { encodePassword } from '@/lib/passwords/encoded-password'
import { postRequest, quantile, sendAll } from './load'
import type { Variant } from './servers'

const REPEATS = 5
const SIGN_INS = 24
const HASHES = 4
const CONNECTIONS = 8
const PASSWORD = 'correct horse battery staple'

/** How close obtaining tokens comes to what the hash workers allow: their number, by the time of one hash. */
export async function measureObtain(server: Variant): Promise<string[]> {
  const email = `obtain-${Date.now()}@example.com`
  await createUser({ email, password: PASSWORD, isVerified: true })
  const request = postRequest(server.port, '/accounts/token/', { email, password: PASSWORD })
  const shares: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const possible = env.HASH_WORKERS / (await secondsPerHash())
    const { perSecond, failures } = await sendAll(server.port, Array<Buffer>(SIGN_INS).fill(request), CONNECTIONS)
    if (failures > 0) throw new Error(`${failures} of ${SIGN_INS} sign-ins failed`)
    shares.push(perSecond / possible)
  }
  return [
    `| obtain, of what ${env.HASH_WORKERS} hash worker(s) allow | ${(100 * quantile(shares, 0.5)).toFixed(0)} % |`,
  ]
}

async function secondsPerHash(): Promise<number> {
  const startedAt = performance.now()
  for (let count = 0; count < HASHES; count += 1) await encodePassword(PASSWORD, env.BCRYPT_COST)
  return (performance.now() - startedAt) / 1_000 / HASHES
}
