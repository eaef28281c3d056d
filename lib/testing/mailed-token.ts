import { db } from '@/lib/db'

/** The secret in the newest mail to an address that carries one; empty where none does. */
export async function mailedToken(recipient: string): Promise<string> {
  const where = { recipient, text: { contains: '?token=' } }
  const { text } = await db.mail.findFirstOrThrow({ where, orderBy: { id: 'desc' } })
  return /\?token=([\w-]{43})/.exec(text)?.[1] ?? ''
}
