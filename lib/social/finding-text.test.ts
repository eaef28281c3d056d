import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { doctor } from '@/lib/messages/en/doctor'

const tests = ['lib/social', 'lib/cli', 'e2e/simulator', 'e2e/providers']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
  .filter((file) => /\.(test|spec)\.ts$/.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join()

test('everything that the doctor can find is brought about by a test', () => {
  const never = Object.keys(doctor.fault).filter((fault) => !new RegExp(`\\b${fault}\\b`).test(tests))
  expect(never).toEqual([])
})
