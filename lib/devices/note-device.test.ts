import { expect, test } from 'vitest'
import { signIn } from '@/lib/accounts/sign-in'
import { findUndo, undoChange } from '@/lib/accounts/undo-change'
import { db } from '@/lib/db'
import { hashSecret, randomSecret } from '@/lib/encryption'
import { hashPassword } from '@/lib/passwords/hash-password'
import { newPerson, TEST_PASSWORD as password, testClient } from '@/lib/testing/api'
import { flushExpired } from '@/lib/tokens/flush-expired'
import { obtainTokens } from '@/lib/tokens/obtain-tokens'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const DAY = 86_400_000

let nextAddress = 0
/** A visitor at an address of their own, with the secrets of their device cookie. */
function newClient(...secrets: string[]) {
  nextAddress += 1
  const ip = `10.1.${nextAddress >> 8}.${nextAddress & 255}`
  return { ...testClient, ip, userAgent: FIREFOX, deviceHashes: secrets.map(hashSecret) }
}

const signInAs = (email: string, client = newClient()) => signIn({ email, password, isKept: false }, client)
const newsOf = (email: string) => db.mail.findMany({ where: { recipient: email, template: 'new-device' } })
const devicesOf = (userId: string) => db.knownDevice.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })

async function newPersonWithDevice() {
  const person = await newPerson()
  const { deviceSecret } = await signInAs(person.email)
  return { ...person, secret: deviceSecret ?? '' }
}

test('the very first device is kept by the hash of its secret, and no mail tells of it', async () => {
  const { id, email, secret } = await newPersonWithDevice()
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(await devicesOf(id)).toMatchObject([{ hash: hashSecret(secret) }])
  expect(await newsOf(email)).toEqual([])
})

test('a browser that is known keeps its secret, wherever it is, and no mail is sent', async () => {
  const { id, email, secret } = await newPersonWithDevice()
  const again = await signInAs(email, newClient(randomSecret(), secret))
  expect(again.deviceSecret).toBeNull()
  expect(await devicesOf(id)).toHaveLength(1)
  expect(await newsOf(email)).toEqual([])
})

test.each(['en', 'ko'])(
  'a new browser is told of once, in %s, with its name, its address and a link to undo it',
  async (locale) => {
    const { id, email } = await newPersonWithDevice()
    await db.profile.update({ where: { userId: id }, data: { locale } })
    const client = newClient()
    const { deviceSecret } = await signInAs(email, client)
    await signInAs(email, newClient(deviceSecret ?? ''))
    const news = await newsOf(email)
    expect(news).toMatchObject([{ locale }])
    for (const word of ['Firefox', 'Linux', client.ip]) expect(news[0]?.text).toContain(word)
    expect(await findUndo(/undo\?token=([\w-]{43})/.exec(news[0]?.text ?? '')?.[1] ?? '')).toMatchObject({
      act: 'new_device',
    })
  },
)

test('a sign-in that fails in its transaction makes no device known and sends no mail', async () => {
  const { id, email } = await newPersonWithDevice()
  const refused = signIn({ email, password: 'not the password', isKept: false }, newClient())
  await expect(refused).rejects.toMatchObject({ code: 'bad_credentials' })
  expect(await devicesOf(id)).toHaveLength(1)
  expect(await newsOf(email)).toEqual([])
})

test('a secret that was made up, or is somebody else’s, is never made a known one', async () => {
  const { id, email } = await newPersonWithDevice()
  const other = await newPersonWithDevice()
  const brought = randomSecret()
  const { deviceSecret } = await signInAs(email, newClient(brought, other.secret))
  expect(deviceSecret).not.toBeNull()
  const hashes = (await devicesOf(id)).map(({ hash }) => hash)
  expect(hashes).toContain(hashSecret(deviceSecret ?? ''))
  expect(hashes).not.toContain(hashSecret(brought))
  expect(hashes).not.toContain(hashSecret(other.secret))
  expect(await newsOf(email)).toHaveLength(1)
})

test('a program is known by its name and its address block', async () => {
  const { email } = await newPerson()
  const at = (ip: string, userAgent = 'curl/8.5.0') =>
    obtainTokens({ email, password }, { ...testClient, ip, userAgent })
  await at('2001:db8:5:1::1')
  await at('2001:db8:5:1::2')
  expect(await newsOf(email)).toHaveLength(0)
  await at('2001:db8:5:2::1')
  await at('2001:db8:5:2::1', 'evil.example/1')
  const news = await newsOf(email)
  expect(news).toHaveLength(2)
  for (const { text } of news) expect(text).not.toContain('evil.example')
})

test('undoing a new device forgets every device, also the one of whoever signed in, and the next one is told', async () => {
  const { id, email } = await newPersonWithDevice()
  await signInAs(email)
  const [{ text } = { text: '' }] = await newsOf(email)
  const token = /undo\?token=([\w-]{43})/.exec(text)?.[1] ?? ''
  await undoChange({ token, locale: 'en' }, newClient())
  expect(await devicesOf(id)).toEqual([])
  const passwordHash = await hashPassword(password)
  await db.user.update({ where: { id }, data: { passwordHash } })
  await signInAs(email)
  expect(await newsOf(email)).toHaveLength(2)
})

test('a device that was not seen for 400 days is forgotten', async () => {
  const { id } = await newPersonWithDevice()
  const now = new Date()
  const seen = (days: number) => ({ userId: id, hash: `${days}`, lastSeenAt: new Date(now.getTime() - days * DAY) })
  await db.knownDevice.createMany({ data: [seen(401), seen(399)] })
  await flushExpired(undefined, now)
  expect((await devicesOf(id)).map(({ hash }) => hash)).not.toContain('401')
  expect(await devicesOf(id)).toHaveLength(2)
})
