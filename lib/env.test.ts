import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { envSchema, readEnv } from './env'

const example = new Map(
  readFileSync('.env.example', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
)
const required = {
  AUTH_URL: 'https://accounts.example.org',
  AUTH_SECRET: 'x'.repeat(32),
  ENCRYPTION_KEYS: 'x'.repeat(44),
  DATABASE_URL: 'postgres://localhost/latchkey',
}

test('.env.example names every setting and no other', () => {
  expect([...example.keys()].sort()).toEqual(Object.keys(envSchema.shape).sort())
})

test('the values in .env.example are the defaults', () => {
  expect(readEnv({ ...Object.fromEntries(example), ...required })).toEqual(readEnv(required))
})

test.each(['nowhere', 'https://accounts.example.org/', 'https://'])(
  '%j is no origin, and said to be none',
  (address) => {
    expect(() => readEnv({ ...required, AUTH_URL: address })).toThrow(/AUTH_URL: /)
  },
)

test('every fault is listed at once', () => {
  expect(() => readEnv({ ...required, AUTH_SECRET: 'short', PORT: 'x', DATABASE_URL: undefined })).toThrow(
    /AUTH_SECRET: .*\n {2}PORT: .*\n {2}DATABASE_URL: /,
  )
})
