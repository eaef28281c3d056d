import { createPublicKey, verify } from 'node:crypto'

const key = createPublicKey({ key: JSON.parse(process.env.BENCH_JWK || 'null') ?? emptyKey(), format: 'jwk' })

/** The least a server must do: signature and expiry, with a key made once. */
export function isTokenGood(token: string): boolean {
  const end = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(end + 1), 'base64url')
  const isSigned = verify('sha256', Buffer.from(token.slice(0, end)), { key, dsaEncoding: 'ieee-p1363' }, signature)
  const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return isSigned && exp > Date.now() / 1000
}

// `next build` loads the route to look at its exports, before there is a key: any point of the curve will do.
function emptyKey() {
  return {
    kty: 'EC',
    crv: 'P-256',
    x: 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY',
    y: 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
  }
}
