import { env } from '@/lib/env'
import { startOurs, untilReady, type Variant, variant } from '../servers'

/** Two web processes of one installation, as two machines would run them. */
export type Pair = { here: Variant; there: Variant }

export async function startPair(): Promise<Pair> {
  const port = Number(new URL(env.AUTH_URL).port)
  const start = (name: string, at: number) => variant(name, '', at, startOurs(env.LATCHKEY_BUILD_DIR, at, 1))
  const pair = { here: start('the one that ends', port), there: start('the one that learns', port + 1) }
  for (const { port } of Object.values(pair)) await untilReady(`http://localhost:${port}/readyz`)
  return pair
}
