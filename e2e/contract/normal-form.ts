import { decodeJwt } from 'jose'
import type { Variables } from './conversation'
import type { Answer } from './exchange'

const JWT = /^[\w-]{20,}\.[\w-]+\.[\w-]+$/
const ISO_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
// Django sets it in every profile; it was not recorded.
const CSRF_COOKIE = 'csrftoken='

/** An answer in the form of exchanges.json: what differs each time is named, not shown; lifetimes to 100 seconds. */
export async function normalForm(response: Response, variables: Variables): Promise<Answer> {
  const { status, headers } = response
  const text = await response.text()
  const isJson = headers.get('content-type')?.startsWith('application/json')
  const body = isJson && text !== '' ? nameWhatDiffers(JSON.parse(text), variables) : text === '' ? undefined : '<text>'
  const [allow, challenge] = [headers.get('allow'), headers.get('www-authenticate')]
  return {
    status,
    cookies: cookiesOf(headers),
    ...(allow !== null && { allow: allow.split(', ').sort().join(', ') }),
    ...(challenge !== null && { challenge }),
    ...(body !== undefined && { body }),
  }
}

function nameWhatDiffers(value: unknown, variables: Variables, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => nameWhatDiffers(item, variables))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, nameWhatDiffers(item, variables, key)]))
  }
  if (typeof value === 'number' && ['id', 'pk', 'user_id'].includes(name)) {
    return value === variables.user_id ? '{{user_id}}' : '<number>'
  }
  return typeof value === 'string' ? nameText(value, variables, name) : value
}

function nameText(text: string, variables: Variables, name: string): string {
  if (JWT.test(text)) return nameToken(text)
  if (ISO_TIME.test(text)) return `<time ${hundreds(Date.parse(text) - Date.now())}>`
  if (name === 'key' && /^[0-9a-f]{40}$/.test(text)) return '<key>'
  if (text.startsWith('JSON parse error - ')) return 'JSON parse error - <any>'
  return typeof variables.email === 'string' ? text.replaceAll(variables.email, '{{email}}') : text
}

function nameToken(token: string): string {
  const { token_type, exp = 0 } = decodeJwt<{ token_type?: string }>(token)
  return `<${token_type} ${hundreds(exp * 1_000 - Date.now())}>`
}

function hundreds(milliseconds: number): number {
  return Math.round(milliseconds / 100_000) * 100
}

function cookiesOf(headers: Headers): string[] {
  const lines = headers.getSetCookie().filter((line) => !line.startsWith(CSRF_COOKIE))
  return lines.map(describeCookie).sort()
}

function describeCookie(line: string): string {
  const [pair = '', ...attributes] = line.split('; ')
  const [name = '', value = ''] = pair.split('=')
  const find = (attribute: string) => attributes.find((one) => one.startsWith(`${attribute}=`))?.split('=')[1] ?? ''
  const lifetime = Math.round(Number(find('Max-Age')) / 100) * 100
  const flags = ['HttpOnly', 'Secure'].filter((flag) => attributes.includes(flag))
  return [name, value && nameToken(value), lifetime, find('Path'), find('SameSite'), ...flags].join('; ')
}
