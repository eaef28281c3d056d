import { expect, test, vi } from 'vitest'
import { db } from '@/lib/db'
import { findMailboxMail, isMailboxOpen, listMailbox } from './mailbox'
import { isPreviewOpen, previewMail } from './preview-mail'
import { queueMail } from './queue-mail'

vi.hoisted(() => {
  process.env.LATCHKEY_MODE = 'production'
})

test('production has no mailbox, even without an SMTP server', async () => {
  await queueMail(db, { to: 'owner@example.org', template: 'refresh-reuse', locale: 'en', data: {} })
  const { id } = await db.mail.findFirstOrThrow()
  expect(isMailboxOpen()).toBe(false)
  expect(await findMailboxMail(id)).toBeNull()
  await expect(listMailbox()).rejects.toMatchObject({ code: 'not_found' })
})

test('production shows nobody its templates', () => {
  expect(isPreviewOpen()).toBe(false)
  expect(previewMail('confirm-email', 'en')).toBeNull()
})
