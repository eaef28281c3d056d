import { z } from 'zod'

const payloadSchema = z.object({ exp: z.number(), sid: z.string().optional() })

/** Reads a token that was minted a moment ago: when it ends, and whose session it belongs to. */
export function readTimes(token: string, now: Date = new Date()) {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  const { exp, sid } = payloadSchema.parse(payload)
  return {
    expiresAt: new Date(exp * 1_000),
    secondsLeft: Math.max(0, Math.round(exp - now.getTime() / 1_000)),
    sessionId: sid,
  }
}
