import { expect, test } from 'vitest'
import { isPreviewOpen, previewLocales, previewMail, templateNames } from './preview-mail'

test('every template can be looked at in both languages', () => {
  expect(isPreviewOpen()).toBe(true)
  expect(templateNames()).toContain('confirm-email')
  for (const template of templateNames()) {
    const [en, ko] = previewLocales.map((locale) => previewMail(template, locale))
    expect(en?.html).toContain('<html lang="en">')
    expect(ko?.html).toContain('<html lang="ko">')
    expect(en?.subject).not.toBe(ko?.subject)
  }
})

test.each(['', 'nothing', 'constructor', '__proto__'])('there is no template %j', (template) => {
  expect(previewMail(template, 'en')).toBeNull()
})
