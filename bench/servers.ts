import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { env } from '@/lib/env'
import { getSigningKey } from '@/lib/tokens/signing-keys'

const VERIFY = '/accounts/token/verify/'
const START_MS = 60_000

export type Variant = { name: string; path: string; port: number; child: ChildProcess }

export type Servers = { ours: Variant; served: Variant; bare: Variant; next: Variant; rotation: Variant }

/** Starts ours as it ships, with its log on, and the two it is compared with, which get the same public key. */
export async function startServers(): Promise<Servers> {
  const folder = env.LATCHKEY_BUILD_DIR
  const port = Number(new URL(env.AUTH_URL).port)
  const { publicJwk } = await getSigningKey()
  const given = { BENCH_JWK: JSON.stringify(publicJwk), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const next = ['node_modules/next/dist/bin/next', 'start', join(folder, 'next-route'), '--hostname', 'localhost']

  const servers = {
    ours: variant('Latchkey, one process', VERIFY, port, startOurs(folder, port, 1)),
    served: variant(
      'Latchkey, as served: a process per core',
      VERIFY,
      port + 3,
      startOurs(folder, port + 3, cpus().length),
    ),
    bare: variant(
      'bare node:http',
      '/',
      port + 1,
      start([join(folder, 'bare-server.js')], { ...given, PORT: `${port + 1}` }),
    ),
    rotation: variant(
      'the same statement by raw pg from a bare server',
      '/',
      port + 4,
      start([join(folder, 'bare-rotation-server.js')], { PORT: `${port + 4}` }),
    ),
    next: variant('plain Next route', '/verify', port + 2, start([...next, '--port', `${port + 2}`], given)),
  }
  for (const { port } of [servers.ours, servers.served]) await untilReady(`http://localhost:${port}/readyz`)
  await Promise.all([untilReady(`http://localhost:${port + 1}`), untilReady(`http://localhost:${port + 2}`)])
  await untilReady(`http://localhost:${port + 4}`)
  return servers
}

export async function stopServers(servers: Servers): Promise<void> {
  return stopAll(Object.values(servers))
}

export async function stopAll(variants: Variant[]): Promise<void> {
  const children = variants.map(({ child }) => child)
  const ended = children.map((child) => child.exitCode === null && once(child, 'exit'))
  for (const child of children) child.kill('SIGTERM')
  await Promise.all(ended)
}

export function variant(name: string, path: string, port: number, child: ChildProcess): Variant {
  return { name, path, port, child }
}

export function startOurs(folder: string, port: number, processes: number): ChildProcess {
  const settings = { PORT: `${port}`, AUTH_URL: `http://localhost:${port}`, WEB_PROCESSES: `${processes}` }
  return start([join(folder, 'server.js')], settings)
}

function start(args: string[], settings: Record<string, string>): ChildProcess {
  // The log is written and thrown away: making its lines is part of the work.
  const stdio = ['ignore', 'ignore', 'inherit'] as const
  const child = spawn(process.execPath, args, { env: { ...process.env, ...settings }, stdio: [...stdio] })
  process.once('exit', () => child.kill())
  return child
}

export async function untilReady(url: string): Promise<void> {
  const giveUpAt = Date.now() + START_MS
  while (Date.now() < giveUpAt) {
    const answer = await fetch(url).catch(() => null)
    // The compared ones have no such page; that they answer at all is enough.
    if (answer && (answer.ok || !url.endsWith('/readyz'))) return
    await sleep(100)
  }
  throw new Error(`Nothing answers at ${url}`)
}
