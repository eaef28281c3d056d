import 'server-only'
import { cookies } from 'next/headers'
import { secretSchema } from '@/lib/accounts/schemas'
import { type MailedPage, mailedSecretAttributes, mailedSecretCookie } from './mailed-secret'

/** The secret of the mailed link that led to this page; an empty text when none did. */
export async function readMailedSecret(): Promise<string> {
  const jar = await cookies()
  return secretSchema.safeParse(jar.get(mailedSecretCookie())?.value).data ?? ''
}

/** Hands a secret to a page as if a mailed link had led there; it never stands in an address. */
export async function writeMailedSecret(page: MailedPage, secret: string): Promise<void> {
  const jar = await cookies()
  jar.set(mailedSecretCookie(), secret, mailedSecretAttributes(page, secret))
}
