import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { libraryPath } from './debian-packages.js'

test('libraries of an unpacked package are found in whatever folder they lie', () => {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-packages-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const file of ['usr/lib/x/libpulse.so.0.24', 'usr/lib/x/pulseaudio/libpulsecommon-16.1.so', 'usr/share/a.sock'])
    write(join(root, file))
  expect(libraryPath(root).split(':').toSorted()).toEqual([join(root, 'usr/lib/x'), join(root, 'usr/lib/x/pulseaudio')])
})

function write(path) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
}
