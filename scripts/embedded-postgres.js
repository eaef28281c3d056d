import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from './fault.js'
import { isRoot } from './places.js'
import { findFreePort } from './ports.js'
import { copyPostgres } from './postgres-binaries.js'
import { isAlive, run } from './processes.js'

const DATABASE = 'latchkey'
const FIRST_PORT = 5450
const START_MS = 30_000
const STOP_MS = 20_000
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '48MB',
  password_encryption: 'scram-sha-256',
}
// What a killed process has written stays all the same: the operating system has it.
const PASSING = { fsync: 'off', full_page_writes: 'off' }

/**
 * Starts the PostgreSQL that keeps its data below `folder`, or adopts the one that a killed start has left running.
 * Returns the address of its database and how to stop it. One that is `isPassing` does not outlive a power cut, and
 * is faster.
 */
export async function startPostgres(folder, { isPassing = false } = {}) {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const cluster = {
    ...clusterIn(folder),
    bin: copyPostgres(folder),
    ...(await operatingSystemUser()),
  }
  if (!existsSync(cluster.data)) await initialise(cluster)
  const settings = { ...SETTINGS, ...(isPassing && PASSING) }
  const port = (await adopt(cluster)) ?? (await launch(cluster, settings))
  await createDatabase(cluster, port, DATABASE)
  return { url: address(cluster, port, DATABASE), stop: () => stopPostgres(cluster) }
}

/** The address of the database of this folder's PostgreSQL, if it runs. */
export async function findRunningPostgres(folder) {
  const cluster = clusterIn(folder)
  const running = readPidFile(cluster)
  return running && (await answers(cluster, running.port)) ? address(cluster, running.port, DATABASE) : undefined
}

/** Stops the PostgreSQL of this folder, if one runs. */
export function stopPostgresIn(folder) {
  return stopPostgres({ data: dataOf(folder) })
}

function clusterIn(folder) {
  return { folder, data: dataOf(folder), password: password(folder) }
}

function dataOf(folder) {
  return join(folder, 'postgres')
}

// PostgreSQL refuses to run as root.
async function operatingSystemUser() {
  if (!isRoot) return {}
  const id = (flag) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}

function password(folder) {
  const file = join(folder, 'postgres-password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

// Made beside its place and moved there when complete, so that an interrupted one is begun anew.
async function initialise({ folder, data, bin, uid, gid, password }) {
  const unfinished = join(folder, 'postgres.unfinished')
  const passwordFile = join(unfinished, 'password')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (isRoot) for (const path of [unfinished, passwordFile]) chownSync(path, uid, gid)
  const cluster = join(unfinished, 'data')
  await run(
    join(bin, 'initdb'),
    [
      `--pgdata=${cluster}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { title: 'Creating the database', cwd: '/', uid, gid },
  )
  renameSync(cluster, data)
  rmSync(unfinished, { recursive: true })
}

async function adopt(cluster) {
  const running = readPidFile(cluster)
  if (!running || !isAlive(running.pid)) return undefined
  if (await answers(cluster, running.port)) return running.port
  // It is stopping, or its number now belongs to another program.
  const giveUpAt = Date.now() + STOP_MS
  while (isAlive(running.pid) && readPidFile(cluster) && Date.now() < giveUpAt) await sleep(100)
  return undefined
}

// Another run may take the port between the look and the start.
async function launch(cluster, settings) {
  for (let port = await findFreePort(FIRST_PORT); ; port = await findFreePort(port + 1)) {
    const log = await start(cluster, { ...settings, port })
    if (log === null) return port
    if (!log.includes('Address already in use')) throw new Fault(explainLog(log))
  }
}

// Resolves to null when it answers, else to what it said.
async function start(cluster, settings) {
  const logFile = join(cluster.folder, 'postgres.log')
  const log = openSync(logFile, 'w', 0o600)
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(cluster.bin, 'postgres'), ['-D', cluster.data, ...args], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    uid: cluster.uid,
    gid: cluster.gid,
  })
  closeSync(log)
  child.unref()
  const giveUpAt = Date.now() + START_MS
  while (!(await answers(cluster, settings.port))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) return readFileSync(logFile, 'utf8')
    await sleep(50)
  }
  return null
}

function explainLog(log) {
  if (/No space left on device/.test(log)) return 'The database does not start: the disk is full.'
  return `The database does not start:\n${log.trimEnd()}`
}

function readPidFile({ data }) {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

async function answers(cluster, port) {
  try {
    // Another server could have taken the port in between; ours knows its folder.
    const [{ folder }] = await query(cluster, port, `SELECT current_setting('data_directory') AS folder`)
    return folder === cluster.data
  } catch {
    return false
  }
}

async function createDatabase(cluster, port, name) {
  const found = await query(cluster, port, `SELECT 1 FROM pg_database WHERE datname = '${name}'`)
  if (found.length === 0) await query(cluster, port, `CREATE DATABASE "${name}"`)
}

async function query(cluster, port, sql) {
  // Imported late: at the first start it is not installed yet when this file is read.
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: address(cluster, port, 'postgres'), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function address({ password }, port, database) {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
}

async function stopPostgres(cluster) {
  const running = readPidFile(cluster)
  if (!running || !isAlive(running.pid)) return
  // SIGINT is PostgreSQL's fast shutdown: it ends connections and leaves nothing to recover.
  process.kill(running.pid, 'SIGINT')
  const giveUpAt = Date.now() + STOP_MS
  while (isAlive(running.pid)) {
    if (Date.now() > giveUpAt) return process.kill(running.pid, 'SIGQUIT')
    await sleep(50)
  }
}
