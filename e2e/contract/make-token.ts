import { createHmac, randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import type { Step } from './exchange'
import { SIGNING_KEY } from './profiles'

type Minting = Extract<Step, { op: 'mint' }>

const HASHES: Record<string, string> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }
const base64url = (text: string) => Buffer.from(text).toString('base64url')

/** Makes a token as somebody who knows the shared key could, or who only thinks so. */
export function mintToken(minting: Minting, source: string | undefined): string {
  const { alg, headAlg = alg, header, delHeader, payload, key = SIGNING_KEY } = minting
  const head = without({ alg: headAlg, typ: 'JWT', ...header }, delHeader)
  const claims = without({ ...(source && decodeJwt(source)), ...readClaims(minting.set) }, minting.del)
  const signed = `${base64url(JSON.stringify(head))}.${base64url(payload ?? JSON.stringify(claims))}`
  const hash = HASHES[alg]
  return `${signed}.${hash ? createHmac(hash, key).update(signed).digest('base64url') : ''}`
}

function without(members: Record<string, unknown>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))
}

// `now+300` is a moment, `$newjti` an id that nobody issued.
function readClaims(claims: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, readClaim(value)]))
}

function readClaim(value: unknown): unknown {
  if (value === '$newjti') return randomBytes(16).toString('hex')
  const moment = typeof value === 'string' ? /^now([+-]\d+(?:\.\d+)?)?$/.exec(value) : null
  return moment ? Math.floor(Date.now() / 1_000) + Number(moment[1] ?? 0) : value
}

/** Spoils a token in a named way. */
export function mangleToken(token: string, how: string): string {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const ways: Record<string, string> = {
    'flip-signature': `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    'edit-payload': `${head}.${base64url(JSON.stringify({ ...decodeJwt(token), user_id: 999_999 }))}.${signature}`,
    'strip-signature': `${head}.${payload}.`,
    'two-parts': `${head}.${payload}`,
    'four-parts': `${token}.x`,
    truncate: token.slice(0, -5),
    pad: `${token}=`,
    'junk-in-signature': `${head}.${payload}.${signature.slice(0, 8)}!!!!${signature.slice(8)}`,
    spaces: `  ${token}\n`,
  }
  const mangled = ways[how]
  if (mangled === undefined) throw new Error(`No way to mangle a token: ${how}`)
  return mangled
}
