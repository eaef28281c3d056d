import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { startMailWorker } from './mail-worker'
import { countWaitingMails, findMailboxMail, isMailboxOpen, listMailbox } from './mailbox'
import { queueMail } from './queue-mail'

const newMail = async (to = `${randomUUID()}@example.org`) => {
  await queueMail(db, { to, template: 'refresh-reuse', locale: 'en', data: {} })
  return db.mail.findFirstOrThrow({ where: { recipient: to } })
}

test('in local mode without an SMTP server a mail is kept, with its body, and shown', async () => {
  const { id, recipient, text, html } = await newMail()
  const worker = startMailWorker()
  await vi.waitFor(async () => expect(await findMailboxMail(id)).toMatchObject({ state: 'sent' }), 5_000)
  await worker.stop()
  expect(isMailboxOpen()).toBe(true)
  expect(await findMailboxMail(id)).toMatchObject({ recipient, text, html })
  expect(await countWaitingMails()).toBe(0)
})

test('the mailbox lists the newest mail first, without bodies', async () => {
  const [older, newer] = [await newMail(), await newMail()]
  const [first, second] = await listMailbox()
  expect([first?.id, second?.id]).toEqual([newer.id, older.id])
  expect(first).not.toHaveProperty('text')
})

test.each(['', 'no-id', "' OR 1=1 --", randomUUID()])('there is no mail %j', async (id) => {
  expect(await findMailboxMail(id)).toBeNull()
})

test('a mail queued in a transaction that fails is never sent', async () => {
  const to = `${randomUUID()}@example.org`
  const failing = db.$transaction(async (tx) => {
    await queueMail(tx, { to, template: 'refresh-reuse', locale: 'en', data: {} })
    throw new Error('what the mail tells about did not happen')
  })
  await expect(failing).rejects.toThrow('did not happen')
  expect(await db.mail.count({ where: { recipient: to } })).toBe(0)
})
