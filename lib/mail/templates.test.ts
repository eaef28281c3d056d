import { expect, onTestFinished, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { renderSample, templateNames } from './sample-mail'
import { renderMail } from './templates'

const url = `${env.AUTH_URL}/verify-email?token=abc`
const undoUrl = `${env.AUTH_URL}/undo?token=abc`
const confirmation = (name: string, locale = 'en') => renderMail('confirm-email', locale, { name, url })
const addressesIn = (text: string) => text.match(/https?:\/\/[^\s"<]+/g) ?? []

const everyMail = (locale: string) => templateNames().map((template) => renderSample(template, locale))

test.each(['en', 'ko'])('every mail is written in %s, in its subject, its text and its HTML', (locale) => {
  for (const { subject, text, html } of everyMail(locale)) {
    for (const part of [subject, text, html]) expect(/\p{Script=Hangul}{2}/u.test(part)).toBe(locale === 'ko')
    expect(html).toContain(`<html lang="${locale}">`)
    expect(html).toContain(`<title>${subject}</title>`)
    expect(`${subject}${text}`).not.toMatch(/\{\w+\}|mail\.\w+/)
  }
})

test('a language without a translation is answered in English, and the mail says so', () => {
  expect(confirmation('Mina', 'fr')).toEqual(confirmation('Mina', 'en'))
})

test.each(['en', 'ko'])('every address in a mail in %s begins with AUTH_URL', (locale) => {
  for (const { text, html } of everyMail(locale)) {
    const addresses = [...addressesIn(text), ...addressesIn(html)]
    expect(addresses.length).toBeGreaterThanOrEqual(3)
    for (const address of addresses) expect(new URL(address).origin).toBe(env.AUTH_URL)
  }
})

test('R-23 what a mail is given reaches its HTML escaped', () => {
  const provider = `<img src=x onerror="alert('1')">&amp;`
  const { html } = renderMail('provider-linked', 'en', { provider, undoUrl })
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;')
})

test('R-23 a link cannot leave its attribute', () => {
  const { html } = renderMail('already-registered', 'en', { url: `${env.AUTH_URL}/"><script>` })
  expect(html).not.toContain('<script>')
})

test.each([
  'https://evil.example',
  'evil.example',
  'www.evil.example/prize',
  '<b>Mina</b>',
  'you@evil.example',
  'Call 0800 123 456',
  'Mina\r\nBcc: victim@example.org',
  'a'.repeat(41),
])('R-23 a name that a mail program could turn into something else is left out: %j', (name) => {
  const { subject, text, html } = confirmation(name)
  for (const part of [subject, text, html]) expect(part).not.toContain(name.slice(0, 12))
  expect(text).toMatch(/^Hello,\n/)
})

test.each(['김민지', 'Zoë Müller-Lüdenscheidt', 'Martin L. King', 'ดวงใจ'])('%s is greeted by name', (name) => {
  expect(confirmation(name).text).toMatch(new RegExp(`^Hello ${name},\n`))
})

test('an apostrophe in a name is greeted in the text, and escaped in the HTML', () => {
  const { text, html } = confirmation("Siobhán O'Hara")
  expect(text).toContain("Hello Siobhán O'Hara,")
  expect(html).toContain('Hello Siobhán O&#39;Hara,')
})

test.each([
  [86_400 * 3, '3 days', '3일'],
  [86_400 * 3 - 1, '2 days', '2일'],
  [86_400 * 1.5, '36 hours', '36시간'],
  [86_400, '24 hours', '24시간'],
  [3_600, '60 minutes', '60분'],
  [1_799, '29 minutes', '29분'],
  [90, '90 seconds', '90초'],
])('of a link that works for %d seconds no mail promises more: %s', async (seconds, english, korean) => {
  vi.stubEnv('CONFIRM_EMAIL_SECONDS', String(seconds))
  vi.stubEnv('RESET_PASSWORD_SECONDS', String(seconds))
  vi.resetModules()
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const { renderSample } = await import('./sample-mail')
  for (const template of ['confirm-email', 'confirm-address', 'reset-password'] as const) {
    expect(renderSample(template, 'en').text).toContain(`The link works once, for ${english}. If`)
    expect(renderSample(template, 'ko').text).toContain(`링크는 ${korean} 동안 한 번만 쓸 수 있어요.`)
  }
})
