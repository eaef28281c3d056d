import { expect, test } from 'vitest'
import { lineSchema, textSchema } from './text'

test.each([
  ['a line', lineSchema(80)],
  ['a text', textSchema(500)],
])('%s that is missing, or no text, is refused by a code, which clients may rely on', (_, schema) => {
  for (const value of [undefined, null, 7]) {
    expect(schema.safeParse(value).error?.issues.map(({ message }) => message)).toEqual(['required'])
  }
})
