import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from './fault.js'
import { isAlive } from './processes.js'

// A start whose npm was killed needs a second to notice, and ten at most to stop.
const WAIT_MS = 3_000

/** Makes this process the only one that uses a data folder. Returns how to give it back. */
export async function lockFolder(folder) {
  const file = join(folder, 'running.pid')
  const giveUpAt = Date.now() + WAIT_MS
  while (!take(file)) {
    const pid = readOwner(file)
    if (pid === undefined || !isAlive(pid)) rmSync(file, { force: true })
    else if (Date.now() > giveUpAt) {
      throw new Fault(`Latchkey is already running with the data in ${folder} (process ${pid}).`)
    } else await sleep(100)
  }
  return () => rmSync(file, { force: true })
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function readOwner(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
