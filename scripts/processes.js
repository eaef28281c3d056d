import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from './fault.js'
import { root } from './places.js'
import { stopSignal, untilStopped } from './stop-signal.js'

const GRACE_MS = 10_000
const KEPT_OUTPUT = 20_000

/** Runs a program to its end and returns what it printed. */
export async function run(command, args, { env = {}, title = command, ...options } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: stopSignal,
    ...options,
    env: { ...process.env, ...env },
  })
  let output = ''
  const keep = (chunk) => {
    output = (output + chunk).slice(-KEPT_OUTPUT)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const stop = () => child.kill()
  process.once('exit', stop)
  const [code] = await once(child, 'close').finally(() => process.removeListener('exit', stop))
  if (code !== 0) throw new Fault(explainFailure(title, output))
  return output
}

/** Runs a program whose output the person should see as it comes, and returns its exit code. */
export async function runVisibly(command, args, { env = {} } = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    signal: stopSignal,
    env: { ...process.env, ...env },
  })
  const [code] = await once(child, 'close')
  return code ?? 1
}

function explainFailure(title, output) {
  if (/ENOSPC|No space left on device/.test(output)) return `${title} failed: the disk is full.`
  if (/EACCES|Permission denied/.test(output)) return `${title} failed: this user has no right to do that.\n${output}`
  return `${title} failed:\n${output.trimEnd()}`
}

/**
 * Starts one of our own programs. It ends by itself when this process is gone (the channel closes), and has a process
 * group of its own: Ctrl-C in a terminal reaches this process only, which then stops all in the right order.
 * @param {string} file
 * @param {{ env?: Record<string, string>, output?: 'inherit' | 'ignore' | 'pipe' | number, args?: string[] }} options
 * @returns {import('node:child_process').ChildProcess}
 */
export function startProgram(file, { env = {}, output = 'inherit', args = [] } = {}) {
  return spawn(process.execPath, [file, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
    env: { ...process.env, ...env },
  })
}

/** Resolves when the program says that it listens. */
export async function untilReady(child, title) {
  const ended = once(child, 'exit').then(() => {
    throw new Fault(`${title} ended before it was ready.`)
  })
  const ready = (async () => {
    for (;;) if ((await once(child, 'message'))[0] === 'ready') return
  })()
  await Promise.race([ready, ended, untilStopped()])
  stopSignal.throwIfAborted()
}

export async function stopProgram(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const isOver = await Promise.race([ended.then(() => true), sleep(GRACE_MS, false, { ref: false })])
  if (isOver) return
  child.kill('SIGKILL')
  await ended
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
