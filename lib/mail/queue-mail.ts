import type { Db } from '@/lib/db'
import { createMail } from './store'
import { renderMail, type TemplateData, type TemplateName } from './templates'

type NewMail<Name extends TemplateName> = {
  /** A stored address in canonical form, never what a visitor typed. */
  to: string
  template: Name
  locale: string
  data: TemplateData[Name]
}

/** Writes a mail into the outbox; `on` is the transaction of what it tells about, so that both happen or neither. */
export async function queueMail<Name extends TemplateName>(on: Db, mail: NewMail<Name>): Promise<void> {
  const { to, template, locale, data } = mail
  await createMail(on, { recipient: to, template, locale, ...renderMail(template, locale, data) })
}
