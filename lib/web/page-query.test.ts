import { expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { waitTextOf } from '@/lib/messages/wait-text'
import { pathOfProblem } from './page-query'

const words = (key: string, { count }: { count: number }) => `${key}:${count}`

function shownWait(error: AppError): string {
  const query = new URL(pathOfProblem('/your-data', error), 'http://localhost').searchParams
  expect(query.get('error')).toBe(error.code)
  return waitTextOf(query.get('wait') ?? undefined, words)
}

test('the page that tells of a limit is told when to come back, and of another problem nothing', () => {
  expect(shownWait(new AppError('too_many_requests', { retryAfterSeconds: 42 }))).toBe(' retryAfter.seconds:42')
  expect(shownWait(new AppError('too_many_requests', { retryAfterSeconds: 601 }))).toBe(' retryAfter.minutes:11')
  expect(shownWait(new AppError('token_invalid'))).toBe('')
})

test('more that a page is to know stands beside it, what is undefined does not', () => {
  const error = new AppError('unavailable', { retryAfterSeconds: 2 })
  expect(pathOfProblem('/login', error, { next: '/a?b', incident: undefined })).toBe(
    '/login?error=unavailable&next=%2Fa%3Fb&wait=2',
  )
})

test.each(['', '-1', '1e3', '1234567', 'soon'])(
  'a wait of %j, as anybody may write into the address bar, is none',
  (wait) => {
    expect(waitTextOf(wait, words)).toBe('')
  },
)
