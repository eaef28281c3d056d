import { randomUUID } from 'node:crypto'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { createUser } from '@/lib/accounts/create-user'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { quantile } from './load'
import { startOurs, stopAll, untilReady, variant } from './servers'
import { effectSize } from './timing/effect-size'

const MIN_TIMES = 60
const MAX_TIMES = 5_000
const PASSWORD = 'amber kettle nineteen'
// Of Django 5.2.
const DJANGO_ITERATIONS = 1_000_000

const { values } = parseArgs({ options: { times: { type: 'string', default: '200' } } })
const times = Number(values.times)
if (!(times >= MIN_TIMES && times <= MAX_TIMES)) throw new Error(`--times asks for ${MIN_TIMES} to ${MAX_TIMES}`)

type Question = { door: string; kind: string; path: string; body: Record<string, string>; milliseconds: number[] }

const port = Number(new URL(env.AUTH_URL).port)
const server = variant('Latchkey', '', port, startOurs(env.LATCHKEY_BUILD_DIR, port, 1))
try {
  await untilReady(`${env.AUTH_URL}/readyz`)
  const questions = await makeQuestions()
  // The first rounds warm up. In turns, so that other work on the machine hits all kinds alike.
  for (let round = -10; round < times; round += 1) {
    for (const question of shuffled(questions)) {
      const milliseconds = await ask(question)
      if (round >= 0) question.milliseconds.push(milliseconds)
    }
  }
  console.log(`\n${cpus().length} x ${cpus()[0]?.model}, Node ${process.versions.node}, ${times} of each\n`)
  console.log(
    "| door | whom it is asked for | p50 | p90 | Cliff's delta to known | p |\n| --- | --- | --- | --- | --- | --- |",
  )
  for (const question of questions) console.log(row(question, questions))
} finally {
  await stopAll([server])
}
process.exit()

function newAddress() {
  return `${randomUUID()}@bench.example`
}

async function makeQuestions(): Promise<Question[]> {
  const whom = await makePeople()
  const doors: { door: string; path: string; extra: Record<string, string> }[] = [
    { door: 'obtain, wrong password', path: '/accounts/token/', extra: { password: 'not the password' } },
    { door: 'login, wrong password', path: '/dj-rest-auth/login/', extra: { password: 'not the password' } },
    { door: 'forgotten password', path: '/dj-rest-auth/password/reset/', extra: {} },
    { door: 'confirmation mail again', path: '/dj-rest-auth/registration/resend-email/', extra: {} },
    { door: 'sign up', path: '/dj-rest-auth/registration/', extra: { password1: PASSWORD, password2: PASSWORD } },
  ]
  return doors.flatMap(({ door, path, extra }) =>
    Object.entries(whom).map(([kind, email]) => ({ door, kind, path, body: { email, ...extra }, milliseconds: [] })),
  )
}

async function makePeople(): Promise<Record<string, string>> {
  const make = async (changes: { password?: string; isVerified?: boolean } = {}) => {
    const email = newAddress()
    await createUser({ email, password: PASSWORD, isVerified: true, ...changes })
    return email
  }
  const [known, disabled, unconfirmed] = [await make(), await make(), await make({ isVerified: false })]
  await db.user.update({ where: { email: disabled }, data: { isActive: false } })
  const socialOnly = newAddress()
  await createUser({ email: socialOnly, isVerified: true })
  const unknown = newAddress()
  const imported = await make()
  const passwordHash = `pbkdf2_sha256$${DJANGO_ITERATIONS}$salt$${Buffer.alloc(32).toString('base64')}`
  await db.user.update({ where: { email: imported }, data: { passwordHash } })
  return { known, unknown, disabled, 'without a password': socialOnly, unconfirmed, 'imported from Django': imported }
}

async function ask({ kind, path, body }: Question): Promise<number> {
  // Whoever signs up is unknown only once.
  const email = kind === 'unknown' ? newAddress() : body.email
  const startedAt = performance.now()
  const response = await fetch(env.AUTH_URL + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, email }),
  })
  await response.arrayBuffer()
  return performance.now() - startedAt
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

function row({ door, kind, milliseconds }: Question, all: Question[]): string {
  const known = all.find((other) => other.door === door && other.kind === 'known')
  const { delta, p } = effectSize(milliseconds, known?.milliseconds ?? [])
  const compared = kind === 'known' ? '| |' : `| ${delta.toFixed(2)} | ${p.toFixed(2)} |`
  const [p50, p90] = [0.5, 0.9].map((fraction) => `${quantile(milliseconds, fraction).toFixed(1)} ms`)
  return `| ${door} | ${kind} | ${p50} | ${p90} ${compared}`
}
