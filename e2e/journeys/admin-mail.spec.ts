import { randomUUID } from 'node:crypto'
import { db } from '@/lib/db'
import { queueMail } from '@/lib/mail/queue-mail'
import { expect, test } from '../fixtures'

async function newDeadMail(recipient = `${randomUUID()}@example.com`) {
  await db.$transaction(async (tx) => {
    await queueMail(tx, { to: recipient, template: 'refresh-reuse', locale: 'en', data: {} })
    const failure = { attempts: 1, lastError: '550 no such user', givenUpAt: new Date() }
    await tx.mail.updateMany({ where: { recipient }, data: { state: 'dead', ...failure } })
  })
  return recipient
}

test('the staff finds a mail that was given up, and has it sent again', async ({ page, t, newUser, signIn }) => {
  const recipient = await newDeadMail()
  await signIn(await newUser({ role: 'staff' }))
  await page.goto('/admin/mail')
  await page.getByLabel(t('admin.mail.recipient')).fill(recipient)
  await page.getByLabel(t('admin.mail.state')).selectOption('dead')
  await page.getByRole('button', { name: t('admin.mail.filter') }).click()
  const rows = page.getByRole('list', { name: t('admin.mail.title') }).getByRole('listitem')
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText('refresh-reuse')
  await expect(rows.first()).toContainText('550 no such user')

  await page.getByRole('button', { name: t('admin.mail.retryLabel', { recipient }) }).click()
  await expect(page.getByText(t('admin.mail.notices.retried'))).toBeVisible()
  await expect.poll(() => db.mail.findFirst({ where: { recipient } })).toMatchObject({ state: 'sent' })
  await page.goto(`/admin/mail?recipient=${encodeURIComponent(recipient)}&state=sent`)
  await expect(rows).toHaveCount(1)
})

test('the outbox shows no link of a mail that it holds', async ({ page, newUser, signIn }) => {
  const recipient = `${randomUUID()}@example.com`
  const token = 'k'.repeat(43)
  const data = { name: 'Mina', url: `http://localhost/verify-email?token=${token}` }
  await queueMail(db, { to: recipient, template: 'confirm-email', locale: 'en', data })
  await signIn(await newUser({ role: 'owner' }))
  await page.goto(`/admin/mail?recipient=${encodeURIComponent(recipient)}`)
  const source = await page.content()
  expect(source).toContain(recipient)
  expect(source).not.toContain(token)
})

test('to everybody but the staff the outbox does not exist', async ({ page, newUser, signIn }) => {
  await signIn(await newUser())
  expect((await page.goto('/admin/mail'))?.status()).toBe(404)
})
