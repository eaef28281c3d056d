import { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { countQueued, findMail, listMails } from './store'

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

/** One mail of the mailbox; null when there is none, or this installation sends its mail. */
export async function findMailboxMail(id: string) {
  return isMailboxOpen() && z.uuid().safeParse(id).success ? findMail(id) : null
}

/** How many mails the outbox still has to send. */
export function countWaitingMails(): Promise<number> {
  return countQueued()
}
