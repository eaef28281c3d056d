import { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { findMail, listMails } from './store'

const SHOWN = 100

/** Whether mail stays here to be read on a page: in local mode without an SMTP server. */
export function isMailboxOpen(): boolean {
  return env.LATCHKEY_MODE === 'local' && !env.SMTP_URL
}

/** @throws AppError not_found: this installation sends its mail */
export async function listMailbox() {
  if (!isMailboxOpen()) throw new AppError('not_found')
  return listMails(SHOWN)
}

/** @throws AppError not_found: no such mail, or this installation sends its mail */
export async function getMailboxMail(id: string) {
  const mail = isMailboxOpen() && z.uuid().safeParse(id).success ? await findMail(id) : null
  if (!mail) throw new AppError('not_found')
  return mail
}
