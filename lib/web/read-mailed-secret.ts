import 'server-only'
import { cookies } from 'next/headers'
import { secretSchema } from '@/lib/accounts/schemas'
import { mailedSecretCookie } from './mailed-secret'

/** The secret of the mailed link that led to this page; an empty text when none did. */
export async function readMailedSecret(): Promise<string> {
  const jar = await cookies()
  return secretSchema.safeParse(jar.get(mailedSecretCookie())?.value).data ?? ''
}
