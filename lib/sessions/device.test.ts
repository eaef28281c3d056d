import { expect, test } from 'vitest'
import { describeDevice } from './device'

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    { kind: 'computer', browser: 'Chrome', os: 'Windows' },
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    { kind: 'phone', browser: 'Mobile Safari', os: 'iOS' },
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1',
    { kind: 'tablet', os: 'iOS' },
  ],
  ['python-requests/2.32.3', { kind: 'program', browser: 'python-requests' }],
  ['', { kind: 'program' }],
  ['<script>alert(1)</script>', { kind: 'program' }],
])('%s is described in words', (userAgent, device) => {
  expect(describeDevice(userAgent)).toMatchObject(device)
})
