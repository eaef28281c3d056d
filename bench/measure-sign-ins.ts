import { createUser } from '@/lib/accounts/create-user'
import { postRequest, quantile, sendAll } from './load'
import { mintTokens } from './mint'
import type { Variant } from './servers'

const REPEATS = 5
const REQUESTS = 1_000
const IN_FLIGHT = 16
const SIGN_INS = 3 * IN_FLIGHT
const PASSWORD = 'correct horse battery staple'

/** How long the slowest hundredth of the checks take, alone and while passwords are being hashed. */
export async function measureUnderSignIns(server: Variant): Promise<string[]> {
  const email = `bench-${Date.now()}@example.com`
  await createUser({ email, password: PASSWORD, isVerified: true })
  const signIn = postRequest(server.port, '/accounts/token/', { email, password: PASSWORD })
  const idle: number[] = []
  const busy: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    idle.push(await slowestHundredth(server))
    busy.push(await whileSigningIn(server, signIn))
  }
  return [
    `| verify p99, idle | ${quantile(idle, 0.5).toFixed(1)} ms |`,
    `| verify p99, ${IN_FLIGHT} sign-ins in flight | ${quantile(busy, 0.5).toFixed(1)} ms |`,
  ]
}

async function whileSigningIn(server: Variant, signIn: Buffer): Promise<number> {
  let isOver = false
  const signIns = sendAll(server.port, Array<Buffer>(SIGN_INS).fill(signIn), IN_FLIGHT).finally(() => {
    isOver = true
  })
  const p99 = await slowestHundredth(server)
  if (isOver) throw new Error('The sign-ins ended before the checks that should run beside them')
  const { failures } = await signIns
  if (failures > 0) throw new Error(`${failures} of ${SIGN_INS} sign-ins failed`)
  return p99
}

async function slowestHundredth({ port, path }: Variant): Promise<number> {
  const requests = (await mintTokens(REQUESTS)).map((token) => postRequest(port, path, { token }))
  const { latencies, failures } = await sendAll(port, requests, 1)
  if (failures > 0) throw new Error(`${failures} of ${REQUESTS} checks failed`)
  return quantile(latencies, 0.99)
}
