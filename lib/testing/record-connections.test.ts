import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { connectedHosts, strangersAmong } from './record-connections.js'

const recorder = fileURLToPath(new URL('./record-connections.js', import.meta.url))

test('what this process connects to is recorded', async () => {
  const server = createServer((_, response) => response.end('here'))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  connectedHosts.clear()
  const { port } = server.address() as AddressInfo
  expect(await (await fetch(`http://localhost:${port}`)).text()).toBe('here')
  server.close()
  expect([...connectedHosts]).toEqual(['localhost'])
})

// Addresses that no packet leaves for: a name that cannot exist, and the address of nobody.
test.each([
  `fetch('http://nowhere.invalid').catch(() => {})`,
  `require('node:net').connect(9, 'nowhere.invalid').on('error', () => {})`,
  `require('node:tls').connect({ host: 'nowhere.invalid', port: 9 }).on('error', () => {})`,
  `new (require('node:net').Socket)().connect({ host: 'nowhere.invalid', port: 9 }).on('error', () => {})`,
])('a stranger is seen whatever asks for it: %s', (program) => {
  const file = join(tmpdir(), `connections-${randomUUID()}`)
  const env = { ...process.env, CONNECTIONS_FILE: file }
  spawnSync(process.execPath, ['--import', pathToFileURL(recorder).href, '-e', program], { env, timeout: 15_000 })
  expect(strangersAmong(readFileSync(file, 'utf8').trim().split('\n'))).toEqual(['nowhere.invalid'])
})
