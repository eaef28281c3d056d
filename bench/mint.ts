import { randomUUID, sign } from 'node:crypto'
import { env } from '@/lib/env'
import { newJti } from '@/lib/tokens/mint-tokens'
import { getSigningKey, type SigningKey } from '@/lib/tokens/signing-keys'
import { ownAudience, ownIssuer } from '@/lib/tokens/token-claims'

/** Access tokens that no server has seen before, signed with the key of the installation. */
export async function mintTokens(count: number): Promise<string[]> {
  const key = await getSigningKey()
  return Array.from({ length: count }, () => mintToken(key))
}

function mintToken({ kid, signWith }: SigningKey): string {
  const now = new Date()
  const iat = Math.floor(now.getTime() / 1000)
  const claims = { token_type: 'access', exp: iat + env.ACCESS_TOKEN_SECONDS, iat, jti: newJti(now), user_id: '1' }
  const ours = { sub: randomUUID(), sid: randomUUID(), iss: ownIssuer(), aud: ownAudience() }
  const signed = `${encode({ alg: 'ES256', typ: 'JWT', kid })}.${encode({ ...claims, ...ours })}`
  const signature = sign('sha256', Buffer.from(signed), { key: signWith, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
