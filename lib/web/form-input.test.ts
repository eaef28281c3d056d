import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldProblems, readTexts, withoutPasswords } from './form-input'

function form(...pairs: [string, string | Blob][]): FormData {
  const data = new FormData()
  for (const [name, value] of pairs) data.append(name, value)
  return data
}

test('a form is read as its texts, without files and without what the framework adds', () => {
  const data = form(['email', 'ada@example.com'], ['$ACTION_REF_1', ''], ['picture', new Blob(['x'])])
  expect(readTexts(data)).toEqual({ email: 'ada@example.com' })
})

test('of a form with more fields than any of ours, only the first forty are read', () => {
  const data = form(...Array.from({ length: 60 }, (_, index): [string, string] => [`field${index}`, 'x']))
  expect(Object.keys(readTexts(data))).toHaveLength(40)
})

test('a field named like a property of every object stays a plain field', () => {
  const values = readTexts(form(['__proto__', 'x'], ['constructor', 'y']))
  expect(Object.keys(values)).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
})

test('no password is shown again, whatever its field is called', () => {
  const typed = { email: 'ada@example.com', password: 'p', newPassword: 'p', old_password: 'p', PASSWORD2: 'p' }
  expect(withoutPasswords(typed)).toEqual({ email: 'ada@example.com' })
})

test('an absent field is required; another fault keeps its code, one per field', () => {
  const schema = z.object({ name: z.string(), email: z.string().min(9, 'too_short').regex(/@/, 'no_at') })
  const { error } = schema.safeParse({ email: 'ada' })
  expect(error && fieldProblems(error)).toEqual({ name: ['required'], email: ['too_short'] })
})
