import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { findFreePort } from '@/scripts/ports.js'
import { prepareRedis } from '@/scripts/redis-server.js'

const READY = /Ready to accept connections/

/** A real Redis or Valkey on a port of its own, which keeps nothing on the disk. */
export async function startRedis() {
  const program = await prepareRedis()
  const port = await findFreePort(21_000 + (process.pid % 100) * 100)
  let server: ChildProcess
  const start = async () => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    while (!READY.test(output)) {
      const [text] = await Promise.race([once(server.stdout ?? server, 'data'), once(server, 'exit').then(() => [])])
      if (text === undefined) throw new Error(`Redis did not start:\n${output}`)
      output += text
    }
    server.stdout?.resume()
  }
  const stop = async () => {
    if (server.exitCode !== null) return
    const ended = once(server, 'exit')
    server.kill()
    await ended
  }
  await start()
  return { url: `redis://127.0.0.1:${port}`, start, stop }
}
