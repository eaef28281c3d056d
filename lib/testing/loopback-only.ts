import { afterAll, expect } from 'vitest'
import { connectedHosts, strangersAmong } from './record-connections.js'

afterAll(() => {
  expect(strangersAmong(connectedHosts), 'hosts beyond this machine that a test connected to').toEqual([])
})
