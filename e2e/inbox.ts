import { setTimeout as sleep } from 'node:timers/promises'
import { db } from '@/lib/db'

export type ReceivedMail = { subject: string; text: string; html: string; link: string }

const WAIT_MS = 10_000

/** Every mail written to an address, oldest first. */
async function all(recipient: string): Promise<ReceivedMail[]> {
  const mails = await db.mail.findMany({
    where: { recipient },
    orderBy: { createdAt: 'asc' },
    select: { subject: true, text: true, html: true },
  })
  return mails.map((mail) => ({ ...mail, link: /https?:\/\/\S+/.exec(mail.text)?.[0] ?? '' }))
}

/** The newest mail to an address, when at least `count` have been written. */
async function newest(recipient: string, { count = 1 } = {}): Promise<ReceivedMail> {
  const giveUpAt = Date.now() + WAIT_MS
  for (;;) {
    const mails = await all(recipient)
    const last = mails.at(-1)
    if (last && mails.length >= count) return last
    if (Date.now() > giveUpAt) throw new Error(`Only ${mails.length} of ${count} mails were written to ${recipient}`)
    await sleep(100)
  }
}

export const inbox = { all, newest }
