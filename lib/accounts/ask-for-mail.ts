import { db } from '@/lib/db'
import { countAttempt } from '@/lib/limits/count-attempt'
import type { Client } from '@/lib/sessions/client'
import { createMailRequest } from './mail-request-store'

type Asked = {
  kind: MailRequestKind
  email: string
  locale: string
  /** Hash of the secret of the browser that asks, where the answer is for that one only. */
  browserHash?: string
}

export type MailRequestKind =
  | 'reset_password'
  | 'resend_confirmation'
  | 'resend_confirmation_by_api'
  | 'sign_in_code'
  | 'sign_in_code_by_api'

/**
 * Writes down what somebody asks for an address. Whether it has an account is found out later, by the worker
 * (answer-mail-requests.ts): the work and the answer here are the same for every address.
 *
 * @throws AppError too_many_requests
 */
export async function askForMail({ browserHash, ...asked }: Asked, client: Client): Promise<void> {
  await countAttempt({ act: 'mail', account: asked.email, client })
  await createMailRequest(db, { ...asked, data: { client, ...(browserHash !== undefined && { browserHash }) } })
}
