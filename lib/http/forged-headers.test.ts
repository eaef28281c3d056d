import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { answerMailRequests } from '@/lib/accounts/answer-mail-requests'
import { db } from '@/lib/db'
import { env } from '@/lib/env'
import { limits } from '@/lib/limits/limits'
import { newPerson } from '@/lib/testing/api'
import { findHotRoute } from './hot-routes'
import { ask, ownHost, startServer } from './server.fixture'

beforeEach(() => db.limit.deleteMany())

const json = { 'content-type': 'application/json' }
const newEmail = () => `${randomUUID()}@example.org`

async function send(port: number, path: string, body: object, headers: Record<string, string> = {}) {
  return ask(port, `POST ${path}`, { ...json, ...headers }, JSON.stringify(body))
}

const addressHeaders: [string, (ip: string) => Record<string, string>][] = [
  ['X-Forwarded-For', (ip) => ({ 'X-Forwarded-For': ip })],
  ['a list in X-Forwarded-For', (ip) => ({ 'X-Forwarded-For': `${ip}, 10.9.8.7` })],
  ['Forwarded', (ip) => ({ Forwarded: `for=${ip};proto=https` })],
  ['X-Real-IP', (ip) => ({ 'X-Real-IP': ip })],
  ['X-Client-IP and True-Client-IP', (ip) => ({ 'X-Client-IP': ip, 'True-Client-IP': ip })],
  ['our own header', (ip) => ({ 'X-Latchkey-Client-Ip': ip })],
]

test.each(addressHeaders)(
  'P-12 whoever connects directly and rotates %s is one visitor to the limits',
  async (_, forge) => {
    const port = await startServer({ findHotRoute })
    const { points } = limits.password.address
    const statuses: number[] = []
    for (let attempt = 0; attempt < points + 2; attempt += 1) {
      const credentials = { email: newEmail(), password: 'guess' }
      const { status } = await send(port, '/accounts/token/', credentials, forge(`198.51.100.${attempt}`))
      statuses.push(status)
    }
    expect(statuses.slice(0, points)).toEqual(Array(points).fill(401))
    expect(statuses.slice(points)).toEqual([429, 429])
  },
)

const poisons: Record<string, string>[] = [
  { 'X-Forwarded-Host': 'evil.example' },
  { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Port': '8443' },
  { Forwarded: 'host=evil.example;proto=https' },
  { 'X-Original-URL': 'https://evil.example/', 'X-Rewrite-URL': '//evil.example/' },
  { Origin: 'https://evil.example', Referer: 'https://evil.example/' },
]

const mailDoors: [string, () => Promise<{ path: string; body: object; email: string }>][] = [
  [
    'forgot',
    async () => {
      const { email } = await newPerson()
      return { path: '/dj-rest-auth/password/reset/', body: { email }, email }
    },
  ],
  [
    'register',
    async () => {
      const email = newEmail()
      const password = 'correct horse battery staple'
      return { path: '/dj-rest-auth/registration/', body: { email, password1: password, password2: password }, email }
    },
  ],
  [
    'register, known address',
    async () => {
      const { email } = await newPerson()
      const password = 'correct horse battery staple'
      return { path: '/dj-rest-auth/registration/', body: { email, password1: password, password2: password }, email }
    },
  ],
]

const linksTo = async (recipient: string) => {
  const mails = await db.mail.findMany({ where: { recipient } })
  return mails.flatMap(({ text, html }) => [...`${text} ${html}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([url]) => url))
}

test.each(mailDoors)('R-15 at %s no header decides where the link in the mail leads', async (_, make) => {
  const port = await startServer({ findHotRoute })
  for (const poison of poisons) {
    const { path, body, email } = await make()
    expect((await send(port, path, body, poison)).status).toBeLessThan(300)
    await answerMailRequests()
    const links = await linksTo(email)
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) expect(link.startsWith(`${env.AUTH_URL}/`), link).toBe(true)
  }
})

test.each(mailDoors)('R-15 at %s a foreign Host is refused, and no mail is written', async (_, make) => {
  const port = await startServer({ findHotRoute })
  for (const host of ['evil.example', `${ownHost}.evil.example`, `evil.example:80@${ownHost}`, `${ownHost}:99`]) {
    const { path, body, email } = await make()
    expect([400, 421]).toContain((await send(port, path, body, { Host: host })).status)
    await answerMailRequests()
    expect(await linksTo(email)).toEqual([])
  }
})
