import 'server-only'
import { cookies } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import type { z } from 'zod'
import { env } from '@/lib/env'
import { ownCookieAttributes, ownCookieName } from '@/lib/http/own-cookie'

type SealedCookie<Schema extends z.ZodType> = { name: string; seconds: number; schema: Schema }

/** A cookie that keeps something of a shape in this browser, encrypted and for a while. */
export function sealedCookie<Schema extends z.ZodType<Record<string, unknown>>>({
  name,
  seconds,
  schema,
}: SealedCookie<Schema>) {
  const salt = `latchkey.${name}`
  return {
    async keep(value: z.output<Schema>): Promise<void> {
      const jar = await cookies()
      const sealed = await encode({ token: schema.parse(value), secret: env.AUTH_SECRET, salt, maxAge: seconds })
      jar.set(ownCookieName(name), sealed, ownCookieAttributes(seconds))
    },
    async find(): Promise<z.output<Schema> | null> {
      const jar = await cookies()
      const token = jar.get(ownCookieName(name))?.value
      const open = await decode({ token, secret: env.AUTH_SECRET, salt }).catch(() => null)
      return schema.safeParse(open).data ?? null
    },
    async forget(): Promise<void> {
      const jar = await cookies()
      jar.set(ownCookieName(name), '', ownCookieAttributes(0))
    },
  }
}
